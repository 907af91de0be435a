// SPDX-License-Identifier: Apache-2.0
// Lints real projects' directories as a user does, each in its own format.
#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmd/testing/command_line.h"

namespace lockstep::cmd {
namespace {

namespace fs = std::filesystem;

struct Project {
  const char* name;
  // With the files of down parts that do not parse or that PostgreSQL refuses, which e2b and crates-io have.
  const char* files;
  ExitCode code;
};

class LintCorpus : public testing::TestWithParam<Project> {};

TEST_P(LintCorpus, IsLintedWithoutAnErrorOfItsFiles) {
  const fs::path path = fs::path(LOCKSTEP_SOURCE_DIR) / ".." / "shared" / "corpus" / GetParam().name;
  if (!fs::is_directory(path)) GTEST_SKIP() << "there is no corpus beside the repository";
  const CommandLineResult result = RunForTest({"lint", path.string(), "--fail-on", "never"});
  EXPECT_THAT(result.out, testing::HasSubstr(" in " + std::string(GetParam().files) + " files ("));
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Projects, LintCorpus,
                         testing::Values(Project{"openmeter", "269", ExitCode::kOk},
                                         Project{"e2b", "131", ExitCode::kUsage},
                                         Project{"crates-io", "288", ExitCode::kUsage},
                                         Project{"marquez", "84", ExitCode::kOk},
                                         Project{"langfuse", "434", ExitCode::kOk}),
                         [](const auto& project) {
                           std::string name = project.param.name;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace lockstep::cmd
