// SPDX-License-Identifier: Apache-2.0
// Files of several steps: done one by one, written down one by one, gone on with where they stand.
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

class MixedTest : public RunnerTest {
 protected:
  // "partial 2/4 up": state, statements done, direction.
  std::string Row(int version) const {
    return Value(
        fmt::format("SELECT state || ' ' || coalesce(statements_done, 0) || '/' || "
                    "coalesce(statements, 0) || ' ' || direction FROM lockstep_history "
                    "WHERE version = '{}'",
                    version));
  }
  std::string Exists(std::string_view relation) const {
    return Value(fmt::format("SELECT to_regclass('{}') IS NOT NULL", relation));
  }
};

constexpr const char* kMixed =
    "CREATE TABLE t (a int);\n"
    "CREATE INDEX CONCURRENTLY i ON t (a);\n"
    "ALTER TABLE t ADD b int;\n"
    "INSERT INTO t VALUES (1, 2);\n"
    "CREATE INDEX CONCURRENTLY j ON t (b);\n";

TEST_F(MixedTest, RunsEachStepAndEndsApplied) {
  Write(1, kMixed,
        "DROP INDEX CONCURRENTLY j; ALTER TABLE t DROP b; DROP INDEX CONCURRENTLY i; DROP TABLE t;");
  std::vector<std::string> rows;
  pg::Connection connection = Connect();
  UpOn(connection, {}, [&](const Event& event) {
    const auto* finished = std::get_if<StatementFinished>(&event);
    if (finished != nullptr && finished->command_tag == "CREATE INDEX") rows.push_back(Row(1));
  });
  EXPECT_THAT(rows, ElementsAre("running 1/5 up", "running 4/5 up"));
  EXPECT_EQ(Row(1), "applied 5/5 up");
  EXPECT_EQ(
      Value("SELECT statement_hashes IS NULL AND intent IS NULL AND steps_done = 0 FROM lockstep_history"),
      "t");
  EXPECT_EQ(Down().outcome, Outcome::kDone);
  EXPECT_EQ(Exists("t"), "f");
  EXPECT_THAT(Column("SELECT version FROM lockstep_history"), IsEmpty());
}

TEST_F(MixedTest, KeepsWhatIsDoneAndGoesOnBehindIt) {
  Write(1, "CREATE TABLE t (a int);\nVACUUM t;\nALTER TABLE t ADD b int;\nSELECT 1/0;\nVACUUM t;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 1 22012 1_change.up.sql:4:1, 2 of 5 done"));
  EXPECT_EQ(Row(1), "partial 2/5 up");
  EXPECT_THAT(States(), ElementsAre("1 partial"));
  Write(1, "CREATE TABLE t (a int);\r\nVACUUM t;\nALTER TABLE t ADD c int;\nVACUUM t;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(events(), ElementsAre("locked", "started up 1 at 2", "statement 1:3 ALTER TABLE",
                                    "statement 1:4 VACUUM", "finished up 1"));
  EXPECT_EQ(Row(1), "applied 4/4 up");
  EXPECT_THAT(States(), ElementsAre("1 applied"));
}

TEST_F(MixedTest, GoesOnBeforeWhatIsPending) {
  Write(1, "CREATE TABLE t (a int); VACUUM t; SELECT 1/0;");
  Write(2, "CREATE TABLE u ();");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  Write(1, "CREATE TABLE t (a int); VACUUM t; SELECT 1;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1", "2"));
}

TEST_F(MixedTest, RefusesToGoOnWhereWhatIsDoneWasEdited) {
  Write(1, "CREATE TABLE t (a int);\nVACUUM t;\nSELECT 1/0;");
  Up();
  Write(1, "CREATE TABLE t (b int);\nVACUUM t;\nSELECT 1;");
  const RunReport report = Up();
  EXPECT_EQ(report.outcome, Outcome::kConflict);
  ASSERT_THAT(report.conflicts, SizeIs(1));
  EXPECT_THAT(report.conflicts[0].message,
              HasSubstr("1_change.up.sql:1:1: statement 1 was edited after it was done"));
  EXPECT_EQ(Row(1), "partial 2/3 up");
}

TEST_F(MixedTest, GoesOnUnderTheSettingsOfWhatIsDone) {
  Write(1,
        "CREATE SCHEMA app; CREATE TABLE app.t (a int);\n"
        "SELECT set_config('search_path', 'app', false);\n"
        "SET statement_timeout = '1min'; SET LOCAL lock_timeout = '7s';\n"
        "VACUUM t;\nSELECT 1/0;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  Write(1,
        "CREATE SCHEMA app; CREATE TABLE app.t (a int);\n"
        "SELECT set_config('search_path', 'app', false);\n"
        "SET statement_timeout = '1min'; SET LOCAL lock_timeout = '7s';\n"
        "VACUUM t;\n"
        "CREATE TABLE seen AS SELECT current_setting('statement_timeout') || ' ' || "
        "current_setting('lock_timeout') AS x;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT x FROM app.seen"), "1min 5s");
}

TEST_F(MixedTest, KeepsTheFilesRoleFromStepToStepAndRecordsAsItself) {
  Execute("CREATE ROLE mixed_test_app; GRANT CREATE ON SCHEMA public TO mixed_test_app");
  Write(1,
        "SET ROLE mixed_test_app; CREATE TABLE t (a int);\n"
        "VACUUM t;\n"
        "CREATE TABLE u (a int);");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(Column("SELECT tableowner FROM pg_tables WHERE tablename IN ('t', 'u')"),
              ElementsAre("mixed_test_app", "mixed_test_app"));
  EXPECT_EQ(Value("SELECT role FROM lockstep_history"), "postgres");
  Execute("DROP OWNED BY mixed_test_app; DROP ROLE mixed_test_app");
}

TEST_F(MixedTest, DoesNotGoOnWithoutTheTemporaryTableOfTheSessionThatDied) {
  Write(1, "CREATE TEMP TABLE old (a int);\nVACUUM;\nSELECT 1/0;\nINSERT INTO old VALUES (1);");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  Write(1, "CREATE TEMP TABLE old (a int);\nVACUUM;\nSELECT 1;\nINSERT INTO old VALUES (1);");
  const RunReport report = Up();
  EXPECT_EQ(report.outcome, Outcome::kConflict);
  EXPECT_THAT(report.conflicts.at(0).message, HasSubstr("1_change.up.sql:4:1: this statement needs \"old\""));
  Write(1, "CREATE TEMP TABLE old (a int);\nVACUUM;\nSELECT 1;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
}

TEST_F(MixedTest, DoesNotGoOnWithoutThePreparedStatementOfTheSessionThatDied) {
  Write(1, "PREPARE p AS SELECT 1;\nVACUUM;\nSELECT 1/0;\nEXECUTE p;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  Write(1, "PREPARE p AS SELECT 1;\nVACUUM;\nEXECUTE p;");
  EXPECT_EQ(Up().outcome, Outcome::kConflict);
}

TEST_F(MixedTest, ADownThatFailedHalfwayIsFinishedByDown) {
  Write(1, "CREATE TABLE t (a int);", "VACUUM t; SELECT 1/0;");
  Up();
  EXPECT_EQ(Down().outcome, Outcome::kFailed);
  EXPECT_EQ(Row(1), "partial 1/2 down");
  EXPECT_THAT(Up().conflicts.at(0).message, HasSubstr("`lockstep down` finishes that"));
  Write(1, "CREATE TABLE t (a int);", "VACUUM t; DROP TABLE t;");
  EXPECT_EQ(Down().outcome, Outcome::kDone);
  EXPECT_THAT(Column("SELECT version FROM lockstep_history"), IsEmpty());
}

TEST_F(MixedTest, ADownThatFailedAtItsFirstStepLeavesItApplied) {
  Write(1, "CREATE TABLE t (a int);", "DROP INDEX CONCURRENTLY missing; DROP TABLE t;");
  Up();
  EXPECT_EQ(Down().outcome, Outcome::kFailed);
  EXPECT_THAT(States(), ElementsAre("1 applied"));
  EXPECT_EQ(Row(1), "applied 0/0 up");
}

TEST_F(MixedTest, RunsPairsOneAfterTheOther) {
  Write(1,
        "BEGIN ISOLATION LEVEL SERIALIZABLE; CREATE TABLE a AS SELECT "
        "current_setting('transaction_isolation') AS x; COMMIT;\n"
        "CREATE TABLE b AS SELECT current_setting('transaction_isolation') AS x;\n"
        "BEGIN; CREATE TABLE c (); SELECT 1/0; COMMIT;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_EQ(Row(1), "partial 4/8 up");
  EXPECT_THAT(Column("SELECT x FROM a UNION ALL SELECT x FROM b"),
              ElementsAre("serializable", "read committed"));
  EXPECT_EQ(Exists("c"), "f");
}

TEST_F(MixedTest, GivesCommitAndChainTheTransactionItNeeds) {
  Write(1,
        "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\nCOMMIT AND CHAIN;\nINSERT INTO t VALUES (2);");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Row(1), "applied 4/4 up");
  EXPECT_EQ(Value("SELECT count(DISTINCT xmin::text) FROM t"), "2");
}

TEST_F(MixedTest, RunsAPairThatIsReadOnly) {
  Write(1, "BEGIN READ ONLY; SELECT 1; COMMIT;");
  Write(2,
        "BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE READ ONLY DEFERRABLE; SELECT 1; COMMIT; CREATE TABLE "
        "t ();");
  Write(3, "BEGIN READ ONLY; CREATE TABLE u (); COMMIT;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1", "2"));
  EXPECT_THAT(events(), Contains("failed up 3 25006 3_change.up.sql:1:18"));
}

TEST_F(MixedTest, AsksTheServerWhetherAStatementMayShareATransaction) {
  Write(1,
        "CREATE TABLE p (a int) PARTITION BY RANGE (a);\n"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);\n"
        "CREATE INDEX i ON p (a);\n"
        "CREATE TABLE plain (a int PRIMARY KEY);");
  Write(2, "CREATE TABLE before ();\nREINDEX TABLE plain;\nREINDEX TABLE p;\nCREATE TABLE behind ();");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Row(2), "applied 4/4 up");
  EXPECT_EQ(Exists("behind"), "t");
}

TEST_F(MixedTest, LetsProceduresAndBlocksCommit) {
  Write(1,
        "CREATE TABLE t (a int);\n"
        "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; INSERT INTO "
        "t VALUES (2); END $$;");
  Write(2,
        "CREATE TABLE u (a int);\nCALL fill();\nDO $$ BEGIN INSERT INTO t VALUES (3); COMMIT; END "
        "$$;\nINSERT INTO u VALUES (1);");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT count(*) FROM t"), "3");
  EXPECT_EQ(Value("SELECT count(*) FROM u"), "1");
}

TEST_F(MixedTest, ACommittingCallInsideAPairOfTheFilesOwnFails) {
  Write(1, "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;");
  Write(2, "BEGIN; CREATE TABLE t (); CALL p(); COMMIT;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_EQ(Exists("t"), "f");
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
}

TEST_F(MixedTest, LoadsTheDataOfCopy) {
  Write(1,
        "\\restrict k\nCREATE TABLE t (a int, b text);\n"
        "COPY t FROM stdin;\n1\tone\n2\t\\N\n\\.\n"
        "INSERT INTO t VALUES (3, 'three');\n"
        "COPY t (a) FROM stdin;\n\\.\n"
        "COPY t FROM stdin WITH (FORMAT csv);\n4,four\n\\.\n\\unrestrict k\n");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(events(), Contains("statement 1:2 COPY 2"));
  EXPECT_THAT(Column("SELECT a || coalesce(b, '-') FROM t ORDER BY a"),
              ElementsAre("1one", "2-", "3three", "4four"));
  EXPECT_EQ(Row(1), "applied 5/5 up");
}

TEST_F(MixedTest, RollsBackBadDataOfCopy) {
  Write(1, "CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\nx\n\\.\nINSERT INTO t VALUES (3);");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 1 22P02 1_change.up.sql:2:1"));
  EXPECT_EQ(Exists("t"), "f");
}

TEST_F(MixedTest, DoesNotRecordSuccessOverAnInvalidIndex) {
  Write(1, "CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1);");
  Up();
  EXPECT_THROW(Execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"), pg::DatabaseError);
  Write(2, "CREATE TABLE u (); CREATE INDEX IF NOT EXISTS i ON t (a);");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(Value("SELECT message FROM lockstep_log WHERE outcome = 'failed'"),
              HasSubstr("index i is there already and INVALID"));
  EXPECT_EQ(Exists("u"), "f");
}

TEST_F(MixedTest, TakesAnIndexOnAParentForWhatItIs) {
  Write(1,
        "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) "
        "TO (9);\n"
        "CREATE INDEX i ON ONLY p (a);");
  Write(2, "CREATE INDEX IF NOT EXISTS i ON ONLY p (a);");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
}

}  // namespace
}  // namespace lockstep::migrate
