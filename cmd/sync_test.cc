// SPDX-License-Identifier: Apache-2.0
// adopt --keep-in-sync: golang-migrate's table goes on saying what that tool would have it say, and both
// exclude each other.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "cmd/testing/command_fixture.h"
#include "migrate/mirror.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace std::chrono_literals;

class SyncTest : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    // As golang-migrate makes it.
    Connect().Execute(
        "CREATE TABLE schema_migrations (version bigint not null primary key, dirty boolean not null); "
        "INSERT INTO schema_migrations VALUES (1, false); CREATE TABLE t1 (id int)");
    Write("1_a.up.sql", "CREATE TABLE t1 (id int);");
    Write("1_a.down.sql", "DROP TABLE t1;");
    Write("2_b.up.sql", "CREATE TABLE t2 (id int);");
    Write("2_b.down.sql", "DROP TABLE t2;");
    const Ran ran = Run({"adopt", "--keep-in-sync"});
    ASSERT_EQ(ran.code, ExitCode::kOk) << ran.err;
    ASSERT_THAT(ran.out, HasSubstr("golang-migrate's public.schema_migrations is kept in sync from here on"));
  }

  // "1", "1 dirty"; empty: no row.
  std::string Table() const {
    const auto rows =
        Column("SELECT version || CASE WHEN dirty THEN ' dirty' ELSE '' END FROM schema_migrations");
    EXPECT_LE(rows.size(), 1U);
    return rows.empty() ? "" : rows.front();
  }
  // That the command line of golang-migrate takes, and a program that has it as a library.
  std::vector<int64_t> LockIds() const {
    return migrate::Mirror({.schema = "public", .name = "schema_migrations"})
        .LockIds(Connect().Query("SELECT current_database()").Text(0, 0));
  }
  void Succeed(const std::vector<std::string>& command) const {
    const Ran ran = Run(command);
    EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  }
};

TEST_F(SyncTest, TheTableFollowsEachCommand) {
  EXPECT_EQ(Table(), "1");
  Succeed({"up"});
  EXPECT_EQ(Table(), "2");
  Succeed({"redo"});
  EXPECT_EQ(Table(), "2");
  Succeed({"down"});
  EXPECT_EQ(Table(), "1");
  Succeed({"goto", "0"});
  EXPECT_EQ(Table(), "");
  Succeed({"goto", "2"});
  EXPECT_EQ(Table(), "2");
  Succeed({"repair", "--forget", "2"});
  EXPECT_EQ(Table(), "1");
  Succeed({"repair", "--mark", "2"});
  EXPECT_EQ(Table(), "2");
  EXPECT_THAT(Run({"status"}).out, HasSubstr("current version 2, 0 pending\n"
                                             "golang-migrate's public.schema_migrations is kept in sync\n"));
  EXPECT_EQ(Run({"status", "--json"}).Document().at("kept_in_sync"), "public.schema_migrations");
  Succeed({"adopt", "--end-sync"});
  EXPECT_THAT(Run({"status"}).out, Not(HasSubstr("sync")));
  EXPECT_EQ(Run({"status", "--json"}).Document().at("kept_in_sync"), nullptr);
}

TEST_F(SyncTest, AFailedMigrationLeavesTheTableAsItWas) {
  Write("2_b.up.sql", "CREATE TABLE t2 (id int);\nSELECT 1 / 0;");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kFailed);
  EXPECT_EQ(Table(), "1");
}

TEST_F(SyncTest, TheTableIsDirtyWhileAMigrationIsAppliedInPart) {
  Write("2_b.up.sql", "CREATE TABLE t2 (id int);\nCREATE INDEX CONCURRENTLY i ON t2 (id);\nSELECT 1 / 0;");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kFailed);
  EXPECT_EQ(Table(), "2 dirty");
  Write("2_b.up.sql", "CREATE TABLE t2 (id int);\nCREATE INDEX CONCURRENTLY i ON t2 (id);\nSELECT 1;");
  Succeed({"up"});
  EXPECT_EQ(Table(), "2");
}

TEST_F(SyncTest, AFailedBuildLeavesTheTableAsItWas) {
  Write("2_b.up.sql", "CREATE UNIQUE INDEX CONCURRENTLY i ON t1 (id);");
  Connect().Execute("INSERT INTO t1 VALUES (1), (1)");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kFailed);
  EXPECT_EQ(Table(), "1");
}

TEST_F(SyncTest, EachOfItsLocksKeepsUsOut) {
  for (const int64_t id : LockIds()) {
    pg::Connection other = Connect();
    other.Execute(fmt::format("SELECT pg_advisory_lock({})", id));
    const Ran ran = Run({"up", "--lock-wait", "100ms"});
    EXPECT_EQ(ran.code, ExitCode::kLockTimeout);
    EXPECT_THAT(ran.err, HasSubstr(fmt::format("pg_terminate_backend({})",
                                               other.Query("SELECT pg_backend_pid()").Int64(0, 0))));
  }
  EXPECT_EQ(Table(), "1");
  EXPECT_EQ(Value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0");
}

TEST_F(SyncTest, WeHoldItsLocksAndItsWaiterIsLetThroughBeforeABuildAndFindsTheTableDirty) {
  Write("2_b.up.sql", "SELECT pg_sleep(1);\nCREATE INDEX CONCURRENTLY i ON t1 (id);");
  std::atomic<bool> is_done = false;
  std::string seen;
  std::thread golang_migrate([&] {
    pg::Connection connection = Connect();
    const auto ids = LockIds();
    const auto is_held = [&] {
      return connection
                 .Query(fmt::format("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = {}",
                                    ids.front()))
                 .rows() > 0;
    };
    while (!is_held() && !is_done) std::this_thread::sleep_for(10ms);
    connection.Execute(fmt::format("SELECT pg_advisory_lock({})", ids.front()));
    seen = Table();
    connection.Execute(fmt::format("SELECT pg_advisory_unlock({})", ids.front()));
  });
  const Ran ran = Run({"up"});
  is_done = true;
  golang_migrate.join();
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_EQ(seen, "2 dirty");
  EXPECT_EQ(Table(), "2");
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), "t");
}

TEST_F(SyncTest, WhatGolangMigrateHasAppliedSinceIsAdopted) {
  Connect().Execute("UPDATE schema_migrations SET version = 2; CREATE TABLE t2 (id int)");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kConflict);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("public.schema_migrations says 2, and the history says 1"),
                             HasSubstr("`lockstep adopt` takes over")));
  Succeed({"adopt"});
  EXPECT_EQ(Run({"up"}).err, "nothing to apply\n");
  EXPECT_EQ(Table(), "2");
}

TEST_F(SyncTest, WhatGolangMigrateHasDoneIsSeenWithNothingPendingAndByCheck) {
  Succeed({"up"});
  EXPECT_EQ(Run({"check"}).code, ExitCode::kOk);
  Connect().Execute("UPDATE schema_migrations SET version = 1; DROP TABLE t2");
  EXPECT_EQ(Run({"up"}).code, ExitCode::kConflict);
  const Ran check = Run({"check"});
  EXPECT_EQ(check.code, ExitCode::kConflict);
  EXPECT_THAT(check.err, HasSubstr("`lockstep repair --forget 2`"));
}

TEST_F(SyncTest, WhatGolangMigrateHasRevertedSinceIsForgotten) {
  Connect().Execute("DELETE FROM schema_migrations; DROP TABLE t1");
  EXPECT_THAT(Run({"up"}).err, HasSubstr("`lockstep repair --forget 1`"));
  Succeed({"repair", "--forget", "1"});
  Succeed({"up"});
  EXPECT_EQ(Table(), "2");
}

TEST_F(SyncTest, WhatGolangMigrateHasLeftDirtyIsNotRunOver) {
  Connect().Execute("UPDATE schema_migrations SET version = 2, dirty = true");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kConflict);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("says 2 (dirty)"), HasSubstr("golang-migrate's own `force`")));
}

TEST_F(SyncTest, ATableThatIsGoneIsNamedWithTheWayOut) {
  Connect().Execute("DROP TABLE schema_migrations");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kRefused);
  EXPECT_THAT(ran.err, HasSubstr("`lockstep adopt --end-sync`"));
  Succeed({"adopt", "--end-sync"});
  Succeed({"up"});
}

TEST_F(SyncTest, AnothersTableIsNotWrittenTo) {
  Connect().Execute(
      "CREATE ROLE sync_test_stranger; ALTER TABLE schema_migrations OWNER TO sync_test_stranger");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kRefused);
  EXPECT_THAT(ran.err, HasSubstr("belongs to the role sync_test_stranger"));
  Connect().Execute("DROP TABLE schema_migrations; DROP ROLE sync_test_stranger");
}

TEST_F(SyncTest, EndsWhenItIsToldTo) {
  const Ran ended = Run({"adopt", "--end-sync"});
  EXPECT_EQ(ended.code, ExitCode::kOk);
  EXPECT_THAT(ended.out,
              StartsWith("golang-migrate's public.schema_migrations is not kept in sync any more"));
  Succeed({"up"});
  EXPECT_EQ(Table(), "1");
  EXPECT_EQ(Run({"adopt", "--end-sync"}).out, "nothing to end: no table is kept in sync\n");
}

TEST_F(SyncTest, SaysWhatItMakesOfATableThatIsBehind) {
  Succeed({"adopt", "--end-sync"});
  Succeed({"up"});
  const Ran dry = Run({"adopt", "--keep-in-sync", "--dry-run"});
  const std::string_view warning =
      "lockstep: warning: golang-migrate's public.schema_migrations says 1, and is made to say 2, as the "
      "history does\n"
      "  if golang-migrate has reverted what is above 1, have the history forget it first: `lockstep repair "
      "--forget 2`\n";
  EXPECT_THAT(dry.err, HasSubstr(warning));
  EXPECT_EQ(Table(), "1");
  const Ran ran = Run({"adopt", "--keep-in-sync"});
  EXPECT_THAT(ran.err, HasSubstr(warning));
  EXPECT_EQ(Table(), "2");
}

TEST_F(SyncTest, IsListedByPlanSql) {
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON t1 (id);");
  const std::string sql = Run({"plan", "--sql"}).out;
  EXPECT_THAT(sql, AllOf(HasSubstr("DELETE FROM public.schema_migrations;\n"),
                         HasSubstr("INSERT INTO public.schema_migrations (version, dirty) SELECT")));
  const size_t unlock = sql.find("pg_advisory_unlock");
  EXPECT_LT(sql.find("-- 2 b, step 1 of 1"), unlock);
  EXPECT_LT(unlock, sql.find("\nCREATE INDEX CONCURRENTLY i"));
}

TEST_F(SyncTest, IsOfOneTable) {
  Connect().Execute(
      "CREATE SCHEMA other; CREATE TABLE other.schema_migrations (version bigint, dirty boolean)");
  const Ran ran = Run({"adopt", "--keep-in-sync", "--table", "other.schema_migrations"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("public.schema_migrations is kept in sync already"));
}

TEST_F(SyncTest, IsForGolangMigratesTableOnly) {
  Connect().Execute("DROP TABLE schema_migrations; CREATE TABLE schema_version (version int primary key)");
  const Ran ran = Run({"adopt", "--keep-in-sync"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, HasSubstr("only golang-migrate's table can be kept in sync, and this is tern's"));
}

}  // namespace
}  // namespace lockstep::cmd
