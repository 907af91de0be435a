// SPDX-License-Identifier: Apache-2.0
// Flyway's repeatable migrations: run last, again whenever their file has changed, and shown by every
// command.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cmd/testing/command_fixture.h"

namespace lockstep::cmd {
namespace {

using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class RepeatableTest : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    Write("V1__a.sql", "CREATE TABLE a (id int);");
    Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id FROM a;");
  }

  void Succeed(const std::vector<std::string>& command) {
    const Ran ran = Run(command);
    ASSERT_EQ(ran.code, ExitCode::kOk) << ran.err;
  }
};

TEST_F(RepeatableTest, RunBehindTheLastVersionAndAgainWhenTheirFileHasChanged) {
  const Ran first = Run({"up"});
  EXPECT_EQ(first.code, ExitCode::kOk) << first.err;
  EXPECT_THAT(first.err, AllOf(StartsWith("applied 1 a ("), HasSubstr("\napplied R__v ("),
                               HasSubstr("\napplied 2 migrations in ")));
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
  Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id, 2 AS two FROM a;");
  EXPECT_THAT(Run({"up"}).err, StartsWith("applied R__v ("));
  EXPECT_EQ(Value("SELECT count(two) FROM v"), "0");
  EXPECT_EQ(Value("SELECT kind FROM lockstep_history WHERE version = 'R__v'"), "repeatable");
  EXPECT_EQ(Value("SELECT count(*) FROM lockstep_log WHERE version = 'R__v' AND outcome = 'applied'"), "2");
}

TEST_F(RepeatableTest, KeepTheOldOneWhereTheNewOneFails) {
  Succeed({"up"});
  const std::string checksum = Value("SELECT checksum FROM lockstep_history WHERE version = 'R__v'");
  Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id, 2 AS two FROM a;\nSELECT 1 / 0;");
  const Ran failed = Run({"up"});
  EXPECT_EQ(failed.code, ExitCode::kFailed);
  EXPECT_THAT(failed.err, HasSubstr("R__v failed; nothing of it was applied\n"));
  EXPECT_EQ(Value("SELECT checksum FROM lockstep_history WHERE version = 'R__v'"), checksum);
  EXPECT_EQ(Value("SELECT count(*) FROM pg_attribute WHERE attrelid = 'v'::regclass AND attname = 'two'"),
            "0");
}

TEST_F(RepeatableTest, GoOnBehindTheStepThatIsDone) {
  Write("R__v.sql", "VACUUM a;\nCREATE VIEW v AS SELECT nothing FROM a;");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kFailed);
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\nrepeatable  v     partial (1 of 2)"));
  Write("R__v.sql", "VACUUM FULL a;\nCREATE VIEW v AS SELECT id FROM a;");
  const Ran edited = Run({"up"});
  EXPECT_EQ(edited.code, ExitCode::kConflict);
  EXPECT_THAT(edited.err, AllOf(HasSubstr("R__v: it is applied 1 of 2 statements"),
                                HasSubstr("`lockstep repair --forget R__v`")));
  Write("R__v.sql", "VACUUM a;\nCREATE VIEW v AS SELECT id FROM a;");
  const Ran done = Run({"up", "-v"});
  EXPECT_EQ(done.code, ExitCode::kOk) << done.err;
  EXPECT_THAT(done.err, Not(HasSubstr("VACUUM (")));
  EXPECT_EQ(Value("SELECT count(*) FROM v"), "0");
}

TEST_F(RepeatableTest, ShowInStatusAndCheck) {
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\nrepeatable  v     pending\ncurrent version 0, 2 pending\n"));
  Succeed({"up", "--to", "1"});
  Write("V2__b.sql", "CREATE TABLE b ();");
  Succeed({"up"});
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\nrepeatable  v     applied  20"));
  EXPECT_EQ(Run({"check"}).out, "up to date at version 2\n");
  Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id, 2 AS two FROM a;");
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\nrepeatable  v     pending  20"));
  const Ran check = Run({"check"});
  EXPECT_EQ(check.code, ExitCode::kPending);
  EXPECT_EQ(check.out, "pending: R__v\n");
  const Json document = Json::parse(Run({"status", "--json"}).out);
  EXPECT_EQ(document.at("pending"), 1);
  EXPECT_EQ(document.at("current"), "2");
  EXPECT_EQ(document.at("migrations").at(2).at("version"), "R__v");
  EXPECT_EQ(document.at("migrations").at(2).at("state"), "pending");
}

TEST_F(RepeatableTest, AreNoConflictWhenTheirFileIsDeleted) {
  Succeed({"up"});
  Remove("R__v.sql");
  EXPECT_THAT(Run({"status"}).out, HasSubstr("\nrepeatable  v     missing (no conflict)  20"));
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
  Succeed({"repair", "--forget", "R__v"});
  EXPECT_THAT(Run({"status"}).out, Not(HasSubstr("repeatable")));
}

TEST_F(RepeatableTest, ArePlannedAndApproved) {
  Succeed({"up"});
  Write("V2__b.sql", "CREATE TABLE b ();");
  Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id, 2 AS two FROM a;");
  EXPECT_THAT(Run({"plan"}).out, AllOf(StartsWith("2 b  ("),
                                       HasSubstr("\nR__v  (" + PathOf("R__v.sql") + ", one transaction)\n")));
  EXPECT_EQ(Run({"up", "--dry-run"}).out, Run({"plan"}).out);
  EXPECT_THAT(Run({"plan", "1"}).out, HasSubstr("\nR__v  ("));
  EXPECT_THAT(Run({"plan", "--to", "1"}).out, Not(HasSubstr("R__v  (")));
  const Json document = Json::parse(Run({"plan", "--json"}).out);
  EXPECT_EQ(document.at("migrations").at(1).at("version"), "R__v");
  EXPECT_THAT(Run({"plan", "--sql"}).out,
              AllOf(HasSubstr("-- R__v, step 1 of 1: a transaction\n"), HasSubstr("'repeatable'")));
  const std::string plan = PathOf("approved.plan");
  Succeed({"plan", "--save", plan});
  Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id, 3 AS three FROM a;");
  const Ran changed = Run({"up", "--plan", plan});
  EXPECT_EQ(changed.code, ExitCode::kConflict);
  EXPECT_THAT(changed.err, HasSubstr("R__v: its file was changed after the plan was approved"));
  Write("R__v.sql", "CREATE OR REPLACE VIEW v AS SELECT id, 2 AS two FROM a;");
  Succeed({"up", "--plan", plan});
  EXPECT_EQ(Value("SELECT count(two) FROM v"), "0");
}

TEST_F(RepeatableTest, StayWhereTheLastVersionIsNotReached) {
  Write("V2__b.sql", "CREATE TABLE b ();");
  Succeed({"up", "1"});
  EXPECT_EQ(Value("SELECT to_regclass('v')"), "null");
  Succeed({"goto", "2"});
  EXPECT_EQ(Value("SELECT to_regclass('v')"), "v");
}

TEST_F(RepeatableTest, AreLeftByDownAndRedo) {
  Write("U1__a.sql", "DROP TABLE a CASCADE;");
  Succeed({"up"});
  Succeed({"down", "--all", "--yes"});
  EXPECT_EQ(Value("SELECT string_agg(version, ',') FROM lockstep_history"), "R__v");
  EXPECT_EQ(Run({"version"}).out, "0\n");
  Succeed({"repair", "--forget", "R__v"});
  Succeed({"up"});
  Succeed({"redo"});
  EXPECT_EQ(Value("SELECT to_regclass('v')"), "null");
}

TEST_F(RepeatableTest, AreToldAsEvents) {
  const Ran ran = Run({"up", "--json"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_EQ(ran.Lines().at(4).at("event"), "migration_started");
  EXPECT_EQ(ran.Lines().at(4).at("version"), "R__v");
}

}  // namespace
}  // namespace lockstep::cmd
