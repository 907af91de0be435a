// SPDX-License-Identifier: Apache-2.0
// adopt --keep-in-sync beside golang-migrate itself: it understands the table, one can go back to it, and
// both exclude each other.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "cmd/testing/foreign_tool_fixture.h"

namespace lockstep::cmd {
namespace {

using std::chrono::steady_clock;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

constexpr auto kPatience = 60s;

// Runs until there is a row in the table `gate`.
constexpr std::string_view kUntilGateIsOpen =
    "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM gate) LOOP PERFORM pg_sleep(0.01); END LOOP; END $$;\n";

// Lockstep asks for a lock again and again, and never waits for it within the server.
constexpr std::string_view kGolangMigrateWaits =
    "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database()))";

class GolangMigrateSyncTest : public GolangMigrateTest {
 protected:
  void SetUp() override {
    GolangMigrateTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    Write("1_a.up.sql", "CREATE TABLE a (id int);");
    Write("1_a.down.sql", "DROP TABLE a;");
    PrepareTable();
    RunTool({"up"});
    Succeed({"adopt", "--keep-in-sync"});
    Write("2_b.up.sql", "CREATE TABLE b (id int);");
    Write("2_b.down.sql", "DROP TABLE b;");
    Connect().Execute("CREATE TABLE gate ()");
  }
  virtual void PrepareTable() {}

  ProgramProcess Start(const std::string& command) const {
    return ProgramProcess({command, "--dir", directory_.path(), "--database", url_}, {});
  }
  void OpenGate() const { Connect().Execute("INSERT INTO gate DEFAULT VALUES"); }
  void Await(std::string_view condition) const {
    pg::Connection connection = Connect();
    const auto deadline = steady_clock::now() + kPatience;
    while (!connection.Query(fmt::format("SELECT {}", condition)).Bool(0, 0)) {
      ASSERT_LT(steady_clock::now(), deadline) << "never true: " << condition;
      std::this_thread::sleep_for(10ms);
    }
  }
  void AwaitGate() const {
    Await(
        "EXISTS (SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database() "
        "AND "
        "state = 'active' AND query LIKE '%FROM gate)%')");
  }
  // "1\n", "1 (dirty)\n"
  std::string VersionToGolangMigrate() const { return RunTool({"version"}); }
  void ExpectUpIsConflict(const std::string& reason, const std::string& way_out) const {
    const Ran ran = Run({"up"});
    EXPECT_EQ(ran.code, ExitCode::kConflict);
    EXPECT_THAT(ran.err, AllOf(HasSubstr(reason), HasSubstr(way_out)));
    EXPECT_EQ(Run({"check"}).code, ExitCode::kConflict);
  }
  void ExpectGolangMigrateToWait(const std::string& table) const {
    Write("2_b.up.sql", fmt::format("{}CREATE TABLE b (id int);", kUntilGateIsOpen));
    ProgramProcess lockstep = Start("up");
    ASSERT_NO_FATAL_FAILURE(AwaitGate());
    ProgramProcess golang_migrate = StartTool({"up"});
    ASSERT_NO_FATAL_FAILURE(Await(kGolangMigrateWaits));
    OpenGate();
    EXPECT_EQ(lockstep.Wait(), 0) << lockstep.output();
    EXPECT_EQ(golang_migrate.Wait(), 0) << golang_migrate.output();
    EXPECT_EQ(golang_migrate.output(), "no change\n");
    EXPECT_THAT(TableRows(table), ElementsAre("(2,f)"));
    Succeed({"check"});
  }
  // While Lockstep runs that command, which waits at the gate and then builds or drops the index of `a`.
  void ExpectNoDeadlock(const std::string& command, const std::string& version_afterwards) const {
    pg::Connection writer = Connect();
    ProgramProcess lockstep = Start(command);
    ASSERT_NO_FATAL_FAILURE(AwaitGate());
    ProgramProcess golang_migrate = StartTool({"up"});
    ASSERT_NO_FATAL_FAILURE(Await(kGolangMigrateWaits));
    writer.Execute("BEGIN; INSERT INTO a VALUES (1)");  // neither build nor drop is done before it ends
    OpenGate();
    ASSERT_NO_FATAL_FAILURE(Await(fmt::format("NOT {}", kGolangMigrateWaits)));
    EXPECT_EQ(golang_migrate.Wait(), 1);
    EXPECT_EQ(golang_migrate.output(), "error: Dirty database version 2. Fix and force version.\n");
    EXPECT_THAT(TableRows("schema_migrations"), ElementsAre("(2,t)"));
    writer.Execute("COMMIT");
    EXPECT_EQ(lockstep.Wait(), 0) << lockstep.output();
    EXPECT_EQ(VersionToGolangMigrate(), version_afterwards);
  }
};

class GolangMigrateOwnTableTest : public GolangMigrateSyncTest {
 protected:
  void PrepareTable() override {
    Connect().Execute("CREATE SCHEMA ops");
    url_ += "&x-migrations-table=%22ops%22.%22done%22&x-migrations-table-quoted=true";
  }
};

TEST_F(GolangMigrateSyncTest, GolangMigrateKnowsWhatEachCommandHasDone) {
  EXPECT_EQ(VersionToGolangMigrate(), "1\n");
  Succeed({"up"});
  EXPECT_EQ(VersionToGolangMigrate(), "2\n");
  EXPECT_EQ(RunTool({"up"}), "no change\n");
  Succeed({"down"});
  EXPECT_EQ(VersionToGolangMigrate(), "1\n");
  Succeed({"goto", "0"});
  ProgramProcess version = StartTool({"version"});
  EXPECT_EQ(version.Wait(), 1);
  EXPECT_EQ(version.output(), "error: no migration\n");
  Succeed({"goto", "2"});
  EXPECT_EQ(VersionToGolangMigrate(), "2\n");
}

TEST_F(GolangMigrateSyncTest, OneCanGoBack) {
  Succeed({"up"});
  Succeed({"adopt", "--end-sync"});
  Write("3_c.up.sql", "CREATE TABLE c (id int);");
  Write("3_c.down.sql", "DROP TABLE c;");
  RunTool({"up"});
  EXPECT_EQ(VersionToGolangMigrate(), "3\n");
  RunTool({"down", "-all"});
  EXPECT_EQ(Value("SELECT count(*) FROM pg_class WHERE relname IN ('a', 'b', 'c')"), "0");
}

TEST_F(GolangMigrateSyncTest, WhatGolangMigrateAppliesMeanwhileIsAdopted) {
  Succeed({"up"});
  Write("3_c.up.sql", "CREATE TABLE c (id int);");
  Write("3_c.down.sql", "DROP TABLE c;");
  RunTool({"up"});
  ExpectUpIsConflict("public.schema_migrations says 3, and the history says 2", "`lockstep adopt`");
  Succeed({"adopt"});
  Succeed({"check"});
  Succeed({"down"});
  EXPECT_EQ(VersionToGolangMigrate(), "2\n");
}

TEST_F(GolangMigrateSyncTest, WhatGolangMigrateRevertsMeanwhileIsForgotten) {
  Succeed({"up"});
  RunTool({"down", "1"});
  ExpectUpIsConflict("public.schema_migrations says 1, and the history says 2",
                     "`lockstep repair --forget 2`");
  Succeed({"repair", "--forget", "2"});
  EXPECT_EQ(VersionToGolangMigrate(), "1\n");
  Succeed({"up"});
  EXPECT_EQ(VersionToGolangMigrate(), "2\n");
}

TEST_F(GolangMigrateSyncTest, WhatGolangMigrateLeavesDirtyIsNotRunOver) {
  Write("2_b.up.sql", "SELECT 1 / 0;");
  EXPECT_EQ(StartTool({"up"}).Wait(), 1);
  ExpectUpIsConflict("says 2 (dirty), and the history says 1", "golang-migrate's own `force`");
  RunTool({"force", "1"});
  Write("2_b.up.sql", "CREATE TABLE b (id int);");
  Succeed({"up"});
  EXPECT_EQ(VersionToGolangMigrate(), "2\n");
}

TEST_F(GolangMigrateSyncTest, GolangMigrateKeepsOffWhatIsAppliedInPart) {
  Write("2_b.up.sql", "CREATE TABLE b (id int);\nCREATE INDEX CONCURRENTLY b_id ON b (id);\nSELECT 1 / 0;");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kFailed);
  EXPECT_EQ(VersionToGolangMigrate(), "2 (dirty)\n");
  ProgramProcess up = StartTool({"up"});
  EXPECT_EQ(up.Wait(), 1);
  EXPECT_EQ(up.output(), "error: Dirty database version 2. Fix and force version.\n");
}

TEST_F(GolangMigrateSyncTest, GolangMigrateWaitsForLockstepAndRunsNothingTwice) {
  ExpectGolangMigrateToWait("schema_migrations");
}

TEST_F(GolangMigrateSyncTest, LockstepWaitsForGolangMigrateAndRunsNothingTwice) {
  Write("2_b.up.sql", fmt::format("{}CREATE TABLE b (id int);", kUntilGateIsOpen));
  ProgramProcess golang_migrate = StartTool({"up"});
  ASSERT_NO_FATAL_FAILURE(AwaitGate());
  ProgramProcess lockstep = Start("up");
  lockstep.ReadUntil("waiting for another run on this database");
  EXPECT_THAT(HistoryRows(), ElementsAre("1 a adopted"));
  OpenGate();
  EXPECT_EQ(golang_migrate.Wait(), 0) << golang_migrate.output();
  EXPECT_EQ(lockstep.Wait(), static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(lockstep.output(), HasSubstr("`lockstep adopt` takes over what it has applied"));
  EXPECT_THAT(TableRows("schema_migrations"), ElementsAre("(2,f)"));
  Succeed({"adopt"});
  Succeed({"check"});
}

TEST_F(GolangMigrateSyncTest, AdoptWaitsForGolangMigrateAndTakesOverWhatItHasApplied) {
  Write("2_b.up.sql", fmt::format("{}CREATE TABLE b (id int);", kUntilGateIsOpen));
  ProgramProcess golang_migrate = StartTool({"up"});
  ASSERT_NO_FATAL_FAILURE(AwaitGate());
  ProgramProcess lockstep = Start("adopt");
  lockstep.ReadUntil("waiting for another run on this database");
  OpenGate();
  EXPECT_EQ(golang_migrate.Wait(), 0) << golang_migrate.output();
  EXPECT_EQ(lockstep.Wait(), 0) << lockstep.output();
  EXPECT_THAT(HistoryRows(), ElementsAre("1 a adopted", "2 b adopted"));
  Succeed({"check"});
}

// golang-migrate waits for its lock with a snapshot, for which a build would wait in turn.
TEST_F(GolangMigrateSyncTest, AGolangMigrateThatWaitsDoesNotDeadlockWithABuild) {
  Write("2_b.up.sql", fmt::format("{}CREATE INDEX CONCURRENTLY a_id ON a (id);", kUntilGateIsOpen));
  ExpectNoDeadlock("up", "2\n");
  Succeed({"check"});
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"), "t");
}

TEST_F(GolangMigrateSyncTest, AGolangMigrateThatWaitsDoesNotDeadlockWithADrop) {
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);");
  Write("2_b.down.sql", fmt::format("{}DROP INDEX CONCURRENTLY a_id;", kUntilGateIsOpen));
  Succeed({"up"});
  ExpectNoDeadlock("down", "1\n");
  EXPECT_EQ(Value("SELECT to_regclass('a_id')"), "null");
}

TEST_F(GolangMigrateSyncTest, ALockstepThatWaitsDoesNotDeadlockWithGolangMigratesBuild) {
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);");
  pg::Connection writer = Connect();
  writer.Execute("BEGIN; INSERT INTO a VALUES (1)");
  ProgramProcess golang_migrate = StartTool({"up"});
  ASSERT_NO_FATAL_FAILURE(
      Await("EXISTS (SELECT FROM pg_stat_progress_create_index WHERE datname = current_database())"));
  ProgramProcess lockstep = Start("up");
  lockstep.ReadUntil("waiting for another run on this database");
  writer.Execute("COMMIT");
  EXPECT_EQ(golang_migrate.Wait(), 0) << golang_migrate.output();
  EXPECT_EQ(lockstep.Wait(), static_cast<int>(ExitCode::kConflict));
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'a_id'::regclass"), "t");
  Succeed({"adopt"});
  Succeed({"check"});
}

TEST_F(GolangMigrateOwnTableTest, GolangMigrateWaitsForLockstepAndRunsNothingTwice) {
  ExpectGolangMigrateToWait("ops.done");
}

}  // namespace
}  // namespace lockstep::cmd
