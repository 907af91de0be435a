// SPDX-License-Identifier: Apache-2.0
// lint --since, on a repository of its own.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cmd/testing/command_line.h"
#include "cmd/testing/shell.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SinceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Git("init --quiet --initial-branch=main");
    std::filesystem::create_directory(directory_.path() / "migrations");
    Write("1_t.up.sql", "CREATE TABLE t (a int, b int);\n");
    Write("2_a.up.sql", "CREATE INDEX ON t (a);\n");
    Commit("base");
  }

  void Git(const std::string& command) const {
    const ShellResult result = Shell(fmt::format("git -C '{}' -c user.name=x -c user.email=x@example.com {}",
                                                 directory_.path().string(), command));
    ASSERT_EQ(result.status, 0) << result.output;
  }
  void Commit(const std::string& message) const {
    Git("add -A");
    Git("commit --quiet -m " + message);
  }
  void Write(const std::string& name, std::string_view text) const {
    directory_.Write("migrations/" + name, text);
  }
  CommandLineResult Lint(const std::string& revision) const {
    return RunForTest({"lint", "--format", "compact", "--since", revision, directory_.path() / "migrations"});
  }

  sql::TemporaryDirectory directory_;
};

TEST_F(SinceTest, ReportsWhatWasAddedOrChangedAndReplaysTheRest) {
  Write("3_b.up.sql", "CREATE INDEX ON t (b);\n");
  Commit("three");
  Write("4 ü.up.sql", "");
  Write("4_ab.up.sql", "CREATE INDEX ON t (a, b);\n");  // which git does not know yet
  const CommandLineResult result = Lint("HEAD~1");
  EXPECT_THAT(result.out, AllOf(Not(HasSubstr("2_a.up.sql")), HasSubstr("3_b.up.sql:1:1: error MIG001"),
                                HasSubstr("4_ab.up.sql:1:1: error MIG001")));
  EXPECT_THAT(Lint("HEAD").out, AllOf(Not(HasSubstr("3_b.up.sql")), HasSubstr("4_ab.up.sql")));
  Write("2_a.up.sql", "CREATE INDEX ON t (a);\n-- changed\n");
  EXPECT_THAT(Lint("HEAD").out, HasSubstr("2_a.up.sql:1:1"));
}

TEST_F(SinceTest, CountsFromWhereTheBranchLeft) {
  Git("checkout --quiet -b work");
  Write("3_b.up.sql", "CREATE INDEX ON t (b);\n");
  Commit("three");
  Git("checkout --quiet main");
  Write("2_a.up.sql", "CREATE INDEX ON t (a);\n-- changed on main since\n");
  Commit("two");
  Git("checkout --quiet work");
  EXPECT_THAT(Lint("main").out, AllOf(Not(HasSubstr("2_a.up.sql")), HasSubstr("3_b.up.sql:1:1")));
}

TEST_F(SinceTest, SaysWhatGitCannotTell) {
  const CommandLineResult unknown = Lint("no-such-branch");
  EXPECT_EQ(unknown.code, ExitCode::kUsage);
  EXPECT_THAT(unknown.err, HasSubstr("--since no-such-branch: git cannot tell what has changed"));
  EXPECT_EQ(Lint("--output=/tmp/x").code, ExitCode::kUsage);
  // An unset variable in a script.
  const CommandLineResult empty = Lint("");
  EXPECT_EQ(empty.code, ExitCode::kUsage);
  EXPECT_THAT(empty.err, HasSubstr("--since \"\": is no revision"));
  std::filesystem::remove_all(directory_.path() / ".git");
  EXPECT_EQ(Lint("HEAD").code, ExitCode::kUsage);
}

}  // namespace
}  // namespace lockstep::cmd
