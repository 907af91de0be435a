// SPDX-License-Identifier: Apache-2.0
// Statements that refuse a transaction: intent, failure, doubt.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "migrate/testing/runner_fixture.h"

namespace lockstep::migrate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kBuild = "CREATE INDEX CONCURRENTLY i ON t (a)";
constexpr const char* kDrop = "DROP INDEX CONCURRENTLY i";
constexpr const char* kIndexIsValid =
    "SELECT coalesce((SELECT indisvalid::text FROM pg_index WHERE indexrelid = to_regclass('i')), 'absent')";

class AloneTest : public RunnerTest {
 protected:
  // What a runner leaves that died during the last statement of a file: only the intent row, and no lock.
  void LeaveInDoubt(int version, Direction direction, std::string_view statement,
                    std::string_view facts = "{}", size_t statements_before = 0) {
    EXPECT_EQ(Up({}, {.to = source::Version::Parse(std::to_string(version - 1))}).outcome, Outcome::kDone);
    Execute(
        fmt::format("INSERT INTO lockstep_history (version, name, checksum, state, direction, steps_done, "
                    "statements_done, statements, intent, intent_facts, host, tool_version) "
                    "VALUES ('{}', 'change', '{}', 'running', '{}', 0, {}, {}, '{}', '{}', 'h', '0')",
                    version, Read().migrations.at(static_cast<size_t>(version - 1)).up->checksum,
                    DirectionName(direction), statements_before, statements_before + 1, statement, facts));
  }

  // A build that fails on a duplicate leaves an INVALID index.
  void MakeInvalidIndex() const {
    Execute("INSERT INTO t VALUES (1), (1)");
    EXPECT_THROW(Execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"), pg::DatabaseError);
    Execute("TRUNCATE t");
  }
};

TEST_F(AloneTest, BuildsAndDropsAnIndex) {
  Write(1, "CREATE TABLE t (a int);", "DROP TABLE t;");
  Write(2, kBuild, kDrop);
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(events(), Contains("statement 2:1 CREATE INDEX"));
  EXPECT_EQ(Value(kIndexIsValid), "true");
  EXPECT_EQ(
      Value("SELECT state || ' ' || coalesce(intent, 'none') FROM lockstep_history WHERE version = '2'"),
      "applied none");
  EXPECT_EQ(Down(2).outcome, Outcome::kDone);
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up applied", "2 down reverted", "1 down reverted"));
}

TEST_F(AloneTest, WritesItsIntentBefore) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, "VACUUM t");
  Up({}, {.limit = 1});
  pg::Connection connection = Connect();
  std::string seen;
  // The statement has run, and its outcome is not written down yet.
  UpOn(connection, {}, [&](const Event& event) {
    if (!std::holds_alternative<StatementFinished>(event)) return;
    seen =
        Value("SELECT state || ' ' || direction || ' ' || intent FROM lockstep_history WHERE version = '2'");
  });
  EXPECT_EQ(seen, "running up VACUUM t");
}

TEST_F(AloneTest, RemovesTheIndexOfAFailedBuild) {
  Write(1, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1);");
  Write(2, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 2 23505 2_change.up.sql:1:1"));
  EXPECT_EQ(Value(kIndexIsValid), "absent");
  EXPECT_THAT(Column("SELECT version FROM lockstep_history"), ElementsAre("1"));
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up failed"));
}

TEST_F(AloneTest, RemovesItUnderTheFilesSettings) {
  Write(1, "CREATE SCHEMA app; CREATE TABLE app.t (a int); INSERT INTO app.t VALUES (1), (1);");
  Write(2, "SET search_path = app;\nCREATE UNIQUE INDEX CONCURRENTLY i ON t (a);");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 2 23505 2_change.up.sql:2:1"));
  EXPECT_EQ(Value("SELECT to_regclass('app.i')"), "null");
}

TEST_F(AloneTest, PointsAtTheSettingThatFails) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, "SET statement_timeout = 'soon';\nVACUUM t;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 2 22023 2_change.up.sql:1:1"));
}

TEST_F(AloneTest, RecordsItselfAsItselfWhateverRoleTheFileSets) {
  Execute("CREATE ROLE alone_test_app; CREATE TABLE t (a int); ALTER TABLE t OWNER TO alone_test_app");
  Write(1, "SET ROLE alone_test_app;\nVACUUM t;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT role FROM lockstep_history"), "postgres");
  Execute("DROP OWNED BY alone_test_app; DROP ROLE alone_test_app");
}

TEST_F(AloneTest, LeavesSettingsBehind) {
  Write(1, "SET statement_timeout = '17s';\nVACUUM;");
  Write(2, "CREATE TABLE seen AS SELECT current_setting('statement_timeout') AS timeout;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT timeout FROM seen"), "0");
}

TEST_F(AloneTest, IsNotDoneOverAnIndexThatIsInvalid) {
  Write(1, "CREATE TABLE t (a int);");
  Up();
  MakeInvalidIndex();
  Write(2, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  EXPECT_EQ(Value(kIndexIsValid), "false") << "it is not ours to remove";
  EXPECT_THAT(Value("SELECT message FROM lockstep_log WHERE outcome = 'failed'"),
              HasSubstr("index public.i is there already and INVALID"));
}

TEST_F(AloneTest, NoticesThatDiscardAllLetTheLockGo) {
  Write(1, "DISCARD ALL;");
  Write(2, "CREATE TABLE a ();");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(events(), ElementsAre("locked", "started up 1", "statement 1:1 DISCARD ALL", "finished up 1",
                                    "locked", "started up 2", "statement 2:1 CREATE TABLE", "finished up 2"));
}

TEST_F(AloneTest, InDoubtIsAppliedWhenTheIndexIsValid) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, kBuild);
  LeaveInDoubt(2, Direction::kUp, kBuild);
  Execute(kBuild);
  EXPECT_THAT(States(), ElementsAre("1 applied", "2 partial"));
  EXPECT_EQ(Up().outcome, Outcome::kNothingToDo);
  EXPECT_THAT(States(), ElementsAre("1 applied", "2 applied"));
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up found done"));
}

TEST_F(AloneTest, InDoubtIsBuiltAgainWhenTheIndexIsInvalid) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, kBuild);
  LeaveInDoubt(2, Direction::kUp, kBuild);
  MakeInvalidIndex();
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value(kIndexIsValid), "true");
  EXPECT_EQ(Value("SELECT indisunique FROM pg_index WHERE indexrelid = to_regclass('i')"), "f");
}

TEST_F(AloneTest, InDoubtIsBuiltWhenTheIndexIsAbsent) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, kBuild);
  LeaveInDoubt(2, Direction::kUp, kBuild);
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value(kIndexIsValid), "true");
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up found not done", "2 up applied"));
}

TEST_F(AloneTest, InDoubtIsSettledUnderTheFilesSettings) {
  Write(1, "CREATE SCHEMA app; CREATE TABLE app.t (a int);");
  Write(2, "SET search_path = app;\nCREATE INDEX CONCURRENTLY i ON t (a);");
  LeaveInDoubt(2, Direction::kUp, kBuild, "{}", 1);
  Execute("CREATE INDEX i ON app.t (a)");
  EXPECT_EQ(Up().outcome, Outcome::kNothingToDo);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1", "2"));
}

TEST_F(AloneTest, InDoubtIsRevertedWhenTheIndexIsGone) {
  Write(1, "CREATE TABLE t (a int);", "DROP TABLE t;");
  Write(2, kBuild, kDrop);
  LeaveInDoubt(2, Direction::kDown, kDrop, "{1}");
  EXPECT_EQ(Down().outcome, Outcome::kDone);
  EXPECT_THAT(AppliedVersions(), IsEmpty());
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 down found done", "1 down reverted"));
}

TEST_F(AloneTest, InDoubtIsStillAppliedWhenTheIndexToDropIsThere) {
  Write(1, "CREATE TABLE t (a int);", "DROP TABLE t;");
  Write(2, kBuild, kDrop);
  LeaveInDoubt(2, Direction::kDown, kDrop);
  Execute(kBuild);
  Execute("UPDATE lockstep_history SET intent_facts = ARRAY['i'::regclass::oid::text] WHERE version = '2'");
  EXPECT_EQ(Down().outcome, Outcome::kDone);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 down found not done", "2 down reverted"));
}

TEST_F(AloneTest, InDoubtIsRunAgainWhereThatDoesNoHarm) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, "VACUUM t");
  LeaveInDoubt(2, Direction::kUp, "VACUUM t");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1", "2"));
}

TEST_F(AloneTest, InDoubtIsAConflictWhereNothingTells) {
  Write(1, "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';");
  Write(2, "CALL p()");
  LeaveInDoubt(2, Direction::kUp, "CALL p()");
  const RunReport report = Up();
  EXPECT_EQ(report.outcome, Outcome::kConflict);
  ASSERT_THAT(report.conflicts, SizeIs(1));
  EXPECT_THAT(report.conflicts[0].message, HasSubstr("CALL p()\n  look whether it was"));
  EXPECT_THAT(report.conflicts[0].message, HasSubstr("lockstep repair --done 2"));
  EXPECT_THAT(Column("SELECT state FROM lockstep_history WHERE version = '2'"), ElementsAre("running"));
}

}  // namespace
}  // namespace lockstep::migrate
