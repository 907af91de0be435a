// SPDX-License-Identifier: Apache-2.0
// goto and redo, and what lockstep.yaml lets happen: down: deny, up.ahead, --out-of-order, log_sql.
#include <gmock/gmock.h>

#include "cmd/testing/command_fixture.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class GotoTest : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    for (const std::string version : {"1", "2", "3"}) {
      Write(version + "_t.up.sql", "CREATE TABLE t" + version + " ();");
      Write(version + "_t.down.sql", "DROP TABLE t" + version + ";");
    }
  }

  std::vector<std::string> Tables() const {
    return Column("SELECT relname FROM pg_class WHERE relname ~ '^t[0-9]$' ORDER BY 1");
  }
};

TEST_F(GotoTest, GoesUpAndDownAndIsThere) {
  const Ran up = Run({"goto", "2"});
  EXPECT_EQ(up.code, ExitCode::kOk);
  EXPECT_THAT(up.err, HasSubstr("applied 2 migrations in "));
  EXPECT_THAT(Tables(), ElementsAre("t1", "t2"));
  EXPECT_EQ(Run({"goto", "002"}).err, "nothing to apply\n");
  EXPECT_EQ(Run({"goto", "3"}).code, ExitCode::kOk);
  const Ran down = Run({"goto", "1"});
  EXPECT_EQ(down.code, ExitCode::kOk);
  EXPECT_THAT(down.err, AllOf(StartsWith("reverted 3 t ("), HasSubstr("reverted 2 migrations in ")));
  EXPECT_THAT(Tables(), ElementsAre("t1"));
  EXPECT_EQ(Run({"goto", "0"}).code, ExitCode::kOk);
  EXPECT_THAT(Tables(), IsEmpty());
  EXPECT_EQ(Run({"version"}).out, "0\n");
}

TEST_F(GotoTest, TellsTheDirectionInJson) {
  Run({"up"});
  const auto lines = Run({"goto", "2", "--json"}).Lines();
  EXPECT_EQ(lines.back().at("direction"), "down");
  EXPECT_EQ(lines.back().at("finished"), 1);
}

TEST_F(GotoTest, KnowsTheVersionsThatThereAre) {
  const Ran unknown = Run({"goto", "5"});
  EXPECT_EQ(unknown.code, ExitCode::kUsage);
  EXPECT_THAT(unknown.err, HasSubstr("no migration has version 5; the one below is 3"));
  const Ran none = Run({"goto", "last"});
  EXPECT_EQ(none.code, ExitCode::kUsage);
  EXPECT_THAT(none.err, HasSubstr("goto last: not a version"));
  EXPECT_THAT(Tables(), IsEmpty());
}

TEST_F(GotoTest, RedoesTheNewestWithItsNewText) {
  Run({"up"});
  Write("3_t.up.sql", "CREATE TABLE t3 (); CREATE TABLE t4 ();");
  const Ran redo = Run({"redo"});
  EXPECT_EQ(redo.code, ExitCode::kOk);
  EXPECT_THAT(redo.err, AllOf(StartsWith("reverted 3 t ("), HasSubstr("\napplied 3 t ("),
                              HasSubstr("\napplied 1 migration in ")));
  EXPECT_THAT(Tables(), ElementsAre("t1", "t2", "t3", "t4"));
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
}

TEST_F(GotoTest, RedoRevertsNothingThatCannotBeAppliedAgain) {
  Run({"up"});
  Write("3_t.up.sql", "CREATE TABLE t3 ();\nROLLBACK;");
  const Ran unrunnable = Run({"redo"});
  EXPECT_EQ(unrunnable.code, ExitCode::kUsage);
  EXPECT_THAT(unrunnable.err, HasSubstr("3_t.up.sql:2:1: error: "));
  Write("3_t.up.sql", "CREATE TABLE t3 ();");
  Write("1_t.up.sql", "CREATE TABLE t1 (a int);");
  EXPECT_EQ(Run({"redo"}).code, ExitCode::kConflict);
  EXPECT_THAT(Tables(), ElementsAre("t1", "t2", "t3"));
}

TEST_F(GotoTest, UpAndPlanGoToNoVersionThatNoFileHas) {
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"up", "--to", "9"}, {"up", "--to", "9", "--dry-run"}, {"plan", "--to", "9"}}) {
    const Ran ran = Run(command);
    EXPECT_EQ(ran.code, ExitCode::kUsage) << command.front();
    EXPECT_THAT(ran.err, HasSubstr("no migration has version 9; the one below is 3")) << command.front();
  }
  EXPECT_THAT(Tables(), IsEmpty());
}

TEST_F(GotoTest, RevertsNothingWhereDownIsDenied) {
  Run({"up", "2"});
  WriteConfig("down: deny\n");
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"down"}, {"down", "--all", "--yes"}, {"redo"}, {"goto", "1"}, {"goto", "0"}}) {
    const Ran ran = Run(command);
    EXPECT_EQ(ran.code, ExitCode::kRefused) << command.front();
    EXPECT_THAT(ran.err, HasSubstr("down: deny")) << command.front();
  }
  EXPECT_EQ(Run({"down", "--json"}).Lines().back().at("outcome"), "denied");
  EXPECT_THAT(Tables(), ElementsAre("t1", "t2"));
  EXPECT_EQ(Run({"goto", "3"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"goto", "3"}).code, ExitCode::kOk);
}

TEST_F(GotoTest, AppliesLateOnesOnRequest) {
  Remove("2_t.up.sql");
  Remove("2_t.down.sql");
  Run({"up"});
  Write("2_t.up.sql", "CREATE TABLE t2 ();");
  const Ran late = Run({"up"});
  EXPECT_EQ(late.code, ExitCode::kConflict);
  EXPECT_THAT(late.err, HasSubstr("`lockstep up --out-of-order`"));
  EXPECT_EQ(Run({"up", "--out-of-order"}).code, ExitCode::kOk);
  EXPECT_THAT(Tables(), ElementsAre("t1", "t2", "t3"));
  EXPECT_EQ(Run({"up"}).code, ExitCode::kOk);
}

TEST_F(GotoTest, StartsAnOlderReleaseBesideANewerDatabase) {
  Run({"up"});
  Remove("3_t.up.sql");
  Remove("3_t.down.sql");
  const Ran warned = Run({"up"});
  EXPECT_EQ(warned.code, ExitCode::kOk);
  EXPECT_THAT(warned.err, AllOf(HasSubstr("warning: the database is ahead of these files: it has 3 t"),
                                HasSubstr("nothing to apply\n")));
  EXPECT_EQ(Run({"up", "--json"}).Events(), (std::vector<std::string>{"warning", "finished"}));
  WriteConfig("up: {ahead: ignore}\n");
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
  WriteConfig("up: {ahead: error}\n");
  const Ran refused = Run({"up"});
  EXPECT_EQ(refused.code, ExitCode::kConflict);
  EXPECT_THAT(refused.err, HasSubstr("`ahead: warn`"));
}

TEST_F(GotoTest, KeepsStatementTextsInTheLogOnRequest) {
  Write("4_copy.up.sql",
        "CREATE TABLE t4 (a text);\n-- data\nCOPY t4 FROM stdin;\nsecret\n\\.\nSELECT 1/0;\n");
  Run({"up", "1"});
  EXPECT_EQ(Value("SELECT count(*) FROM lockstep_log WHERE sql IS NOT NULL"), "0");
  WriteConfig("log_sql: true\n");
  Run({"up"});
  EXPECT_EQ(Value("SELECT sql FROM lockstep_log WHERE version = '2'"), "CREATE TABLE t2 ();\n");
  const std::string failed = Value("SELECT sql FROM lockstep_log WHERE outcome = 'failed'");
  EXPECT_THAT(failed, AllOf(HasSubstr("COPY t4 FROM stdin;\n"), HasSubstr("SELECT 1/0;\n"),
                            Not(HasSubstr("secret"))));
}

}  // namespace
}  // namespace lockstep::cmd
