// SPDX-License-Identifier: Apache-2.0
// What examples/ says to run, run as it says it.
#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "cmd/exit_code.h"
#include "cmd/testing/program.h"
#include "pg/testing/server_directory.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Words = std::vector<std::string>;
using namespace std::chrono_literals;

const fs::path kExamples = fs::path(LOCKSTEP_SOURCE_DIR) / "examples";

Words operator+(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

class ExamplesTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    fs::create_directory(directory_.path() / "migrations");
    directory_.Write("migrations/1_a.up.sql", "CREATE TABLE a ();");
    const auto server = directory_.Write("server", "#!/bin/sh\necho \"serving $*\"\n");
    fs::permissions(server, fs::perms::owner_all);
  }

  // In the app's directory, where `lockstep` is the program under test.
  ProgramProcess Start(const Words& command, const std::string& url_variable) const {
    const std::string programs = fs::path(LOCKSTEP_PROGRAM).parent_path();
    const Words shell = {"-c", "PATH=$1:$PATH; export PATH; cd \"$2\"; shift 2; exec \"$@\"", "sh", programs,
                         directory_.path()};
    return {shell + command, {url_variable + "=" + database().Url()}, "/bin/sh"};
  }
  bool IsApplied() const { return Connect().Query("SELECT to_regclass('a')").OptionalText(0, 0).has_value(); }

  const sql::TemporaryDirectory directory_;
};

TEST_F(ExamplesTest, ComposeMigratesAndBecomesTheService) {
  const YAML::Node app = YAML::LoadFile(kExamples / "compose.yaml")["services"]["app"];
  ASSERT_TRUE(app["environment"]["DATABASE_URL"].IsDefined());
  ProgramProcess process = Start(app["entrypoint"].as<Words>() + app["command"].as<Words>(), "DATABASE_URL");
  EXPECT_EQ(process.Wait(), 0) << process.output();
  EXPECT_THAT(process.output(), HasSubstr("\nserving --port 8080\n"));
  EXPECT_TRUE(IsApplied());
}

TEST_F(ExamplesTest, TheKubernetesJobMigratesAndIsNotTriedAgainWhereThatIsInVain) {
  const YAML::Node job = YAML::LoadFile(kExamples / "kubernetes" / "job.yaml")["spec"];
  const YAML::Node container = job["template"]["spec"]["containers"][0];
  ProgramProcess process =
      Start(container["command"].as<Words>(), container["env"][0]["name"].as<std::string>());
  EXPECT_EQ(process.Wait(), 0) << process.output();
  EXPECT_TRUE(IsApplied());
  const auto in_vain = job["podFailurePolicy"]["rules"][0]["onExitCodes"]["values"].as<std::vector<int>>();
  EXPECT_THAT(in_vain,
              ElementsAre(static_cast<int>(ExitCode::kFailed), static_cast<int>(ExitCode::kUsage),
                          static_cast<int>(ExitCode::kConflict), static_cast<int>(ExitCode::kRefused)));
}

TEST_F(ExamplesTest, TheKubernetesDeploymentWaitsUntilAllIsApplied) {
  const YAML::Node pod =
      YAML::LoadFile(kExamples / "kubernetes" / "deployment.yaml")["spec"]["template"]["spec"];
  ProgramProcess waiting = Start(pod["initContainers"][0]["command"].as<Words>(), "DATABASE_URL");
  std::this_thread::sleep_for(500ms);
  EXPECT_EQ(::waitpid(waiting.id(), nullptr, WNOHANG), 0) << "it waits";
  EXPECT_FALSE(IsApplied());
  EXPECT_EQ(Start({"lockstep", "up"}, "DATABASE_URL").Wait(), 0);
  EXPECT_EQ(waiting.Wait(), 0) << waiting.output();
}

TEST_F(ExamplesTest, TheSystemdUnitMigratesBeforeItStarts) {
  const std::string unit = pg::ReadFile(kExamples / "systemd" / "app.service");
  const std::string key = "\nExecStartPre=/usr/bin/";
  const size_t begin = unit.find(key) + key.size();
  const std::string command = unit.substr(begin, unit.find('\n', begin) - begin);
  ASSERT_THAT(command, ::testing::StartsWith("lockstep up "));
  ProgramProcess process = Start({"sh", "-c", command}, "DATABASE_URL");
  EXPECT_EQ(process.Wait(), 0) << process.output();
  EXPECT_TRUE(IsApplied());
}

}  // namespace
}  // namespace lockstep::cmd
