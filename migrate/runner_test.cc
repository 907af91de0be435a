// SPDX-License-Identifier: Apache-2.0
// Migrations in a transaction: what is applied, what a failure leaves, what one leaves to the next.
#include "migrate/runner.h"

#include <gmock/gmock.h>

#include "migrate/testing/runner_fixture.h"

namespace lockstep::migrate {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TEST_F(RunnerTest, GoesUpAndDownAndUpAgain) {
  Write(1, "CREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (2);", "DROP TABLE a;");
  Write(2, "CREATE TABLE b ();", "DROP TABLE b;");
  for (int round = 0; round < 2; ++round) {
    const RunReport up = Up();
    EXPECT_EQ(up.outcome, Outcome::kDone);
    EXPECT_EQ(up.finished, 2U);
    EXPECT_EQ(up.remaining, 0U);
    EXPECT_THAT(events(), ElementsAre("locked", "started up 1", "statement 1:1 CREATE TABLE",
                                      "statement 1:2 INSERT 0 2", "finished up 1", "started up 2",
                                      "statement 2:1 CREATE TABLE", "finished up 2"));
    EXPECT_THAT(States(), ElementsAre("1 applied", "2 applied"));
    EXPECT_EQ(Down(2).finished, 2U);
    EXPECT_THAT(events(),
                ElementsAre("locked", "started down 2", "statement 2:1 DROP TABLE", "finished down 2",
                            "started down 1", "statement 1:1 DROP TABLE", "finished down 1"));
    EXPECT_THAT(States(), ElementsAre("1 pending", "2 pending"));
  }
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up applied", "2 down reverted", "1 down reverted",
                                     "1 up applied", "2 up applied", "2 down reverted", "1 down reverted"));
}

TEST_F(RunnerTest, WritesWhoAppliedWhatAndWhen) {
  Write(1, "SELECT pg_sleep(0.05);\nSELECT 2;", "SELECT 1;");
  Up();
  const source::Directory read = Read();
  EXPECT_EQ(Value("SELECT kind || ' ' || name || ' ' || state || ' ' || direction || ' ' || statements || "
                  "' ' || applied_by || ' ' || tool_version FROM lockstep_history"),
            "versioned change applied up 2 postgres 0.1.0");
  EXPECT_EQ(Value("SELECT checksum FROM lockstep_history"), read.migrations[0].up->checksum);
  EXPECT_EQ(Value("SELECT down_checksum FROM lockstep_history"), read.migrations[0].down->checksum);
  EXPECT_EQ(Value("SELECT duration_ms BETWEEN 50 AND 5000 FROM lockstep_history"), "t");
  EXPECT_EQ(Value("SELECT now() - applied_at < interval '1 minute' FROM lockstep_history"), "t");
  EXPECT_EQ(Value("SELECT pg_xact_status(transaction_id) FROM lockstep_history"), "committed");
}

TEST_F(RunnerTest, StopsWhereItIsToldTo) {
  for (int version = 1; version <= 4; ++version) Write(version, "SELECT 1;", "SELECT 1;");
  EXPECT_EQ(Up({}, {.limit = 1}).finished, 1U);
  EXPECT_EQ(Up({}, {.to = source::Version::Parse("3")}).finished, 2U);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1", "2", "3"));
  EXPECT_EQ(Down(2).finished, 2U);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
}

TEST_F(RunnerTest, RollsAFailureBackAndRecordsNothing) {
  Write(1, "CREATE TABLE a ();");
  Write(2, "CREATE TABLE b ();\nSELECT * FROM missing;\nCREATE TABLE c ();");
  Write(3, "CREATE TABLE d ();");
  const RunReport report = Up();
  EXPECT_EQ(report.outcome, Outcome::kFailed);
  EXPECT_EQ(report.finished, 1U);
  EXPECT_EQ(report.remaining, 2U);
  EXPECT_THAT(events(), Contains("failed up 2 42P01 2_change.up.sql:2:15"));
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up failed"));
  EXPECT_EQ(Value("SELECT sqlstate || ' ' || message FROM lockstep_log WHERE outcome = 'failed'"),
            "42P01 relation \"missing\" does not exist");
  EXPECT_EQ(Value("SELECT to_regclass('b') IS NULL AND to_regclass('d') IS NULL"), "t");
}

TEST_F(RunnerTest, GoesOnAfterAFailureWasMended) {
  Write(1, "SELECT 1/0;");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  Write(1, "SELECT 1/1;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
}

TEST_F(RunnerTest, PointsAtTheCharacterBehindOthersOfSeveralBytes) {
  Write(1, "-- Grüße 🎉\r\nSELECT 'ä€🎉';\r\n  SELECT 'ä€🎉', nothing;\r\n");
  Up();
  EXPECT_THAT(events(), Contains("failed up 1 42703 1_change.up.sql:3:17"));
}

TEST_F(RunnerTest, PointsBehindAByteOrderMark) {
  Write(1, "\xEF\xBB\xBFSELECT nothing;");
  Up();
  EXPECT_THAT(events(), Contains("failed up 1 42703 1_change.up.sql:1:8"));
}

TEST_F(RunnerTest, PointsAtTheStatementWhereTheServerNamesNoPlace) {
  Write(1, "CREATE TABLE t (a int PRIMARY KEY);\n\n  INSERT INTO t VALUES (1), (1);");
  Up();
  EXPECT_THAT(events(), Contains("failed up 1 23505 1_change.up.sql:3:3"));
}

TEST_F(RunnerTest, RollsBackWhatFailsAtCommit) {
  Write(1,
        "CREATE TABLE a (id int PRIMARY KEY);\n"
        "CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);\n"
        "INSERT INTO b VALUES (1);");
  EXPECT_EQ(Up().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed up 1 23503 nowhere"));
  EXPECT_THAT(AppliedVersions(), IsEmpty());
  EXPECT_EQ(Value("SELECT to_regclass('a')"), "null");
  EXPECT_THAT(LogRows(), ElementsAre("1 up failed"));
}

TEST_F(RunnerTest, RollsAFailedDownBack) {
  Write(1, "CREATE TABLE a ();", "DROP TABLE a;\nDROP TABLE b;");
  Up();
  EXPECT_EQ(Down().outcome, Outcome::kFailed);
  EXPECT_THAT(events(), Contains("failed down 1 42P01 1_change.down.sql:2:1"));
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  EXPECT_EQ(Value("SELECT to_regclass('a')"), "a");
}

TEST_F(RunnerTest, JoinsAFilesOwnTransaction) {
  Write(1, "BEGIN;\nCREATE TABLE a ();\nCOMMIT;");
  Write(2,
        "BEGIN ISOLATION LEVEL SERIALIZABLE;\n"
        "CREATE TABLE b AS SELECT current_setting('transaction_isolation') AS level;\nCOMMIT;");
  Write(3, "BEGIN;\nCREATE TABLE c ();\nSELECT 1/0;\nCOMMIT;");
  EXPECT_EQ(Up().finished, 2U);
  EXPECT_EQ(Value("SELECT level FROM b"), "serializable");
  EXPECT_EQ(Value("SELECT to_regclass('c')"), "null");
  EXPECT_THAT(events(), Not(Contains(HasSubstr("WARNING"))));
}

TEST_F(RunnerTest, LetsAFileSetTheModesOfItsTransaction) {
  Write(1,
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ;\n"
        "CREATE TABLE a AS SELECT current_setting('transaction_isolation') AS level;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT level FROM a"), "repeatable read");
}

TEST_F(RunnerTest, AppliesFilesWithoutStatements) {
  Write(1, "", "-- nothing to revert\n");
  Write(2, "/* only a comment */");
  Write(3, "BEGIN;\nCOMMIT;");
  EXPECT_EQ(Up().finished, 3U);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1", "2", "3"));
}

TEST_F(RunnerTest, FindsItsHistoryWhateverAFileDoesToTheSearchPath) {
  Write(1, "SELECT pg_catalog.set_config('search_path', '', false);\nCREATE TABLE public.a ();");
  Write(2, "CREATE TABLE b ();");
  Write(3, "CREATE SCHEMA app;\nSET search_path = app;\nCREATE TABLE lockstep_history ();");
  Write(4, "CREATE TABLE c ();");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT count(*) FROM public.lockstep_history"), "4");
  EXPECT_EQ(Value("SELECT to_regclass('public.b') IS NOT NULL AND to_regclass('public.c') IS NOT NULL"), "t");
}

TEST_F(RunnerTest, LeavesNothingOfOneSessionToTheNextMigration) {
  Execute("CREATE ROLE runner_test_app; GRANT CREATE ON SCHEMA public TO runner_test_app");
  Write(1,
        "SET statement_timeout = '17s';\nSET app.tenant = 'x';\nCREATE TEMP TABLE left_over ();\n"
        "PREPARE left_over AS SELECT 1;\nLISTEN left_over;\n"
        "DECLARE left_over CURSOR WITH HOLD FOR SELECT 1;\nSET ROLE runner_test_app;");
  Write(
      2,
      "CREATE TABLE seen AS SELECT current_user::text AS role, current_setting('statement_timeout') AS t, "
      "coalesce(current_setting('app.tenant', true), '') AS tenant, to_regclass('left_over')::text AS temp, "
      "(SELECT count(*) FROM pg_prepared_statements) AS prepared, (SELECT count(*) FROM pg_cursors WHERE "
      "name <> '') AS "
      "cursors, (SELECT count(*) FROM pg_listening_channels()) AS channels;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT seen::text FROM seen"), "(postgres,0,\"\",,0,0,0)");
  EXPECT_EQ(Value("SELECT string_agg(DISTINCT role, ',') FROM lockstep_history"), "postgres");
  Execute("DROP OWNED BY runner_test_app; DROP ROLE runner_test_app");
}

TEST_F(RunnerTest, PassesNoticesOn) {
  Write(1, "DO $$ BEGIN RAISE WARNING 'look here'; END $$;");
  Up();
  EXPECT_THAT(events(), Contains("notice WARNING look here"));
}

TEST_F(RunnerTest, LeavesTheConnectionsNoticesAloneAfterwards) {
  Write(1, "SELECT 1;");
  pg::Connection connection = Connect();
  UpOn(connection, {}, Recorder());
  const std::vector<std::string> of_the_run = events();
  connection.Execute("DO $$ BEGIN RAISE WARNING 'too late'; END $$");
  EXPECT_EQ(events(), of_the_run);
}

TEST_F(RunnerTest, RefusesUnsafeFilesBeforeAnythingRuns) {
  Write(1, "CREATE TABLE a ();");
  Write(2, "CREATE TABLE b (x int);\nCOMMIT;\nSELECT 1;");
  Write(3, "SELEC 1;");
  const RunReport report = Up();
  EXPECT_EQ(report.outcome, Outcome::kUnrunnable);
  ASSERT_THAT(report.obstacles, SizeIs(2));
  EXPECT_THAT(report.obstacles[0].message, HasSubstr("has no BEGIN"));
  EXPECT_THAT(report.obstacles[1].message, HasSubstr("syntax error"));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_EQ(Value("SELECT to_regclass('a') IS NULL AND to_regclass('lockstep_history') IS NULL"), "t");
}

TEST_F(RunnerTest, RefusesToRunOverAConflict) {
  Write(1, "CREATE TABLE a ();");
  Up();
  Write(1, "CREATE TABLE changed ();");
  Write(2, "CREATE TABLE b ();");
  const RunReport report = Up();
  EXPECT_EQ(report.outcome, Outcome::kConflict);
  ASSERT_THAT(report.conflicts, SizeIs(1));
  EXPECT_EQ(report.conflicts[0].version, "1");
  EXPECT_EQ(Value("SELECT to_regclass('b')"), "null");
}

TEST_F(RunnerTest, KeepsItsHistoryInTheTableThatIsAskedFor) {
  Write(1, "SELECT 1;");
  Execute("CREATE SCHEMA \"My Ops\"");
  const RunnerOptions options{.history_table = "\"My Ops\".\"Versions\""};
  EXPECT_EQ(Up(options).outcome, Outcome::kDone);
  EXPECT_EQ(Up(options).outcome, Outcome::kNothingToDo);
  EXPECT_EQ(Value("SELECT version FROM \"My Ops\".\"Versions\""), "1");
  EXPECT_EQ(Value("SELECT outcome FROM \"My Ops\".\"Versions_log\""), "applied");
  EXPECT_EQ(Value("SELECT to_regclass('public.lockstep_history')"), "null");
}

TEST_F(RunnerTest, SendsLargeFiles) {
  std::string text = "CREATE TABLE a (id int, filler text);\n";
  for (int i = 0; i < 5'000; ++i) {
    text += "INSERT INTO a VALUES (" + std::to_string(i) + ", '" + std::string(1'000, 'x') + "');\n";
  }
  Write(1, text);
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT count(*) FROM a"), "5000");
}

TEST_F(RunnerTest, HasALockOfItsOwnForEachHistoryTable) {
  const History one("public.lockstep_history");
  EXPECT_EQ(one.AdvisoryKey("shop"), History("lockstep_history").AdvisoryKey("shop"));
  EXPECT_NE(one.AdvisoryKey("shop"), History("tenant.lockstep_history").AdvisoryKey("shop"));
  EXPECT_NE(one.AdvisoryKey("shop"), one.AdvisoryKey("blog"));
}

TEST_F(RunnerTest, IsNotEndedByTheStatementTimeoutOfARole) {
  Execute("ALTER DATABASE \"" + database().name() + "\" SET statement_timeout = '100ms'");
  Write(1, "SELECT pg_sleep(0.3);");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  Write(2, "SELECT pg_sleep(60);");
  EXPECT_EQ(Up({.statement_timeout = Milliseconds(100)}).outcome, Outcome::kFailed);
}

TEST_F(RunnerTest, IsNotEndedByTheTransactionTimeoutOfARole) {
  if (Connect().server_version() < 170'000) GTEST_SKIP() << "PostgreSQL 17 brought transaction_timeout";
  Execute("ALTER DATABASE \"" + database().name() + "\" SET transaction_timeout = '100ms'");
  Write(1, "SELECT pg_sleep(0.3);");
  Write(2, "SELECT pg_sleep(0.3);");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
}

}  // namespace
}  // namespace lockstep::migrate
