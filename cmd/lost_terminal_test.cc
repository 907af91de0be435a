// SPDX-License-Identifier: Apache-2.0
// The program itself, when its terminal or who reads its output goes away in the middle of a run.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <thread>

#include "cmd/testing/program.h"
#include "cmd/testing/shell.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using namespace std::chrono_literals;

using ::testing::HasSubstr;

class LostTerminalTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    directory_.Write("1_a.up.sql", "CREATE TABLE a ();\nSELECT pg_sleep(1);");
    directory_.Write("2_b.up.sql", "CREATE TABLE b ();");
  }

  std::vector<std::string> Arguments() const {
    return {"--dir", directory_.path(), "-d", database().Url(), "up"};
  }
  // In a shell, with these redirections or pipes.
  ShellResult Run(const std::string& options) const {
    return Shell(fmt::format("({{ {} --dir '{}' -d '{}' up {}", LOCKSTEP_PROGRAM, directory_.path().string(),
                             database().Url(), options));
  }
  void WaitUntilItSleeps() const {
    pg::Connection connection = Connect();
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (connection.Query("SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'").rows() == 0) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
      std::this_thread::sleep_for(10ms);
    }
  }
  std::string Tables() const {
    return std::string(
        Connect().Query("SELECT concat_ws(' ', to_regclass('a'), to_regclass('b'))").Text(0, 0));
  }

  const sql::TemporaryDirectory directory_;
};

TEST_F(LostTerminalTest, HangingUpRollsBackAndLetsTheLockGo) {
  ProgramProcess process(Arguments(), {});
  WaitUntilItSleeps();
  process.Kill(SIGHUP);
  EXPECT_EQ(process.Wait(), 129);
  EXPECT_EQ(Tables(), "");
  EXPECT_EQ(Connect().Query("SELECT FROM pg_locks WHERE locktype = 'advisory'").rows(), 0U);
}

TEST_F(LostTerminalTest, HangingUpIsNothingUnderNohup) {
  const auto before = ::signal(SIGHUP, SIG_IGN);  // which programs that are started keep
  ProgramProcess process(Arguments(), {});
  ::signal(SIGHUP, before);
  WaitUntilItSleeps();
  process.Kill(SIGHUP);
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_EQ(Tables(), "a b");
}

TEST_F(LostTerminalTest, FinishesWhenNobodyReadsItsEventsAnyMore) {
  const ShellResult result = Run("--json; echo \"exit code $?\" >&2; } | true)");
  EXPECT_THAT(result.output, HasSubstr("the output cannot be written\nexit code 2"));
  EXPECT_EQ(Tables(), "a b");
}

TEST_F(LostTerminalTest, FinishesWhenNobodyReadsItsProgressAnyMore) {
  const ShellResult result = Run("2>&1 >/dev/null; echo \"exit code $?\" >&3; } 3>&2 | true)");
  EXPECT_EQ(result.output, "exit code 0\n");
  EXPECT_EQ(Tables(), "a b");
}

TEST_F(LostTerminalTest, StartsTheProgramThatWaitsForItAllTheSame) {
  const ShellResult result = Run("-- sh -c 'echo started >&3' 2>&1 >/dev/null; } 3>&2 | true)");
  EXPECT_EQ(result.output, "started\n");
  EXPECT_EQ(Tables(), "a b");
}

// What is written to them must not get into a file or connection that was opened in their place.
TEST_F(LostTerminalTest, NeedsNoStreams) {
  const ShellResult result = Run("<&- >&- 2>&-; echo \"exit code $?\"; })");
  EXPECT_EQ(result.output, "exit code 0\n");
  EXPECT_EQ(Tables(), "a b");
}

}  // namespace
}  // namespace lockstep::cmd
