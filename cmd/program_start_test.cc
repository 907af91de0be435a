// SPDX-License-Identifier: Apache-2.0
// `up -- CMD`, as a container's entry point.
#include "cmd/program_start.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cmd/cli.h"
#include "cmd/testing/command_line.h"
#include "cmd/testing/program.h"
#include "cmd/testing/shell.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ProgramStartTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    environment_ = {"DATABASE_URL=" + database().Url(), "GREETING=hello"};
    directory_.Write("1_a.up.sql", "CREATE TABLE a ();");
  }

  ProgramProcess Start(std::vector<std::string> options, const std::vector<std::string>& program) const {
    std::vector<std::string> arguments = {"--dir", directory_.path(), "up"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.insert(arguments.end(), program.begin(), program.end());
    return ProgramProcess(arguments, environment_);
  }
  bool IsApplied() const { return Connect().Query("SELECT to_regclass('a')").OptionalText(0, 0).has_value(); }

  const sql::TemporaryDirectory directory_;
  std::vector<std::string> environment_;
};

TEST_F(ProgramStartTest, TakesThePlaceOfThisOneWhenAllIsApplied) {
  ProgramProcess process =
      Start({}, {"--", "sh", "-c", "echo $$ $GREETING \"$@\"; exit 9", "sh", "--json", "--", "up"});
  const std::string expected = fmt::format("\n{} hello --json -- up\n", process.id());
  EXPECT_EQ(process.Wait(), 9);
  EXPECT_THAT(process.output(), HasSubstr(expected));
  EXPECT_TRUE(IsApplied());
}

TEST_F(ProgramStartTest, GetsTheSignalsAndNothingOfOurs) {
  const std::string show = "grep -E '^Sig(Blk|Ign)' /proc/self/status; ls -l /proc/$$/fd | grep -c socket: ";
  ProgramProcess process =
      Start({}, {"--", "sh", "-c",
                 show + "; trap 'echo got it; exit 5' TERM; echo ready; while :; do sleep 0.05; done"});
  process.ReadUntil("ready");
  EXPECT_THAT(process.output(), HasSubstr(Shell("grep -E '^Sig(Blk|Ign)' /proc/self/status").output));
  const std::string sockets = Shell("ls -l /proc/self/fd | grep -c socket:").output;
  EXPECT_THAT(process.output(), HasSubstr("\n" + sockets + "ready")) << "the connection is closed";
  process.Kill(SIGTERM);
  EXPECT_EQ(process.Wait(), 5);
  EXPECT_THAT(process.output(), HasSubstr("got it"));
}

TEST_F(ProgramStartTest, IsNotStartedAfterAFailureUnlessTold) {
  directory_.Write("2_b.up.sql", "SELECT 1/0;");
  ProgramProcess failed = Start({}, {"--", "echo", "started"});
  EXPECT_EQ(failed.Wait(), 1);
  EXPECT_THAT(failed.output(), AllOf(HasSubstr("division by zero"), Not(HasSubstr("started"))));
  ProgramProcess told = Start({"--or-continue"}, {"--", "echo", "started"});
  EXPECT_EQ(told.Wait(), 0);
  EXPECT_THAT(told.output(), AllOf(HasSubstr("division by zero"), HasSubstr("\nstarted\n")));
}

TEST_F(ProgramStartTest, IsNotStartedWithoutAServerUnlessTold) {
  environment_ = {"DATABASE_URL=postgres:///none?host=/nonexistent"};
  ProgramProcess failed = Start({}, {"--", "echo", "started"});
  EXPECT_EQ(failed.Wait(), 4);
  EXPECT_THAT(failed.output(), Not(HasSubstr("started")));
  ProgramProcess told = Start({"--or-continue"}, {"--", "echo", "started"});
  EXPECT_EQ(told.Wait(), 0);
  EXPECT_THAT(told.output(), AllOf(StartsWith("lockstep: error: "), HasSubstr("\nstarted\n")));
}

TEST_F(ProgramStartTest, IsNeverStartedByHelpOrAWrongCommandLine) {
  for (const char* option : {"--help", "--no-such-option", "--to=x"}) {
    ProgramProcess process = Start({"--or-continue", option}, {"--", "echo", "started"});
    process.Wait();
    EXPECT_THAT(process.output(), Not(HasSubstr("\nstarted\n"))) << option;
  }
  EXPECT_FALSE(IsApplied());
}

TEST_F(ProgramStartTest, SaysWhyItCannotBeStarted) {
  ProgramProcess process = Start({}, {"--", "no-such-program-at-all"});
  EXPECT_EQ(process.Wait(), 2);
  EXPECT_THAT(process.output(),
              HasSubstr("error: no-such-program-at-all cannot be started: No such file or directory\n"));
}

TEST(ProgramStart, NeverFollowsASignal) {
  for (const auto when : {ProgramToStart::When::kAfterSuccess, ProgramToStart::When::kAlways}) {
    EXPECT_FALSE(StartsAfter({.command = {"a"}, .when = when}, ExitCode::kHungUp));
    EXPECT_FALSE(StartsAfter({.command = {"a"}, .when = when}, ExitCode::kInterrupted));
    EXPECT_FALSE(StartsAfter({.command = {"a"}, .when = when}, ExitCode::kTerminated));
  }
}

TEST(ProgramStart, IsOfUpAlone) {
  EXPECT_THAT(RunForTest({"up", "--"}).err, HasSubstr("no program stands behind --"));
  EXPECT_THAT(RunForTest({"up", "--or-continue"}).err, HasSubstr("lockstep up --or-continue -- CMD"));
  EXPECT_THAT(RunForTest({"--dir", "up", "lint", "--", "--no-such.sql"}).err, HasSubstr("--no-such.sql"));
}

}  // namespace
}  // namespace lockstep::cmd
