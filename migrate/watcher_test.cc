// SPDX-License-Identifier: Apache-2.0
// Waits for locks: bounded, named, ended; and what is done without a second session.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "migrate/testing/runner_fixture.h"

namespace lockstep::migrate {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class WatcherTest : public RunnerTest {
 protected:
  RunnerOptions Options(Milliseconds budget, size_t retries) const {
    return {.table_lock_budget = budget, .retries = retries, .connect = [this] { return Connect(); }};
  }

  // Keeps all retries, and lets the test act at the first one.
  RunReport UpWatching(const RunnerOptions& options, const std::function<void()>& at_first_retry = {}) {
    pg::Connection connection = Connect();
    return UpOn(connection, options, [&](const Event& event) {
      seen_.push_back(Describe(event));
      const auto* retry = std::get_if<Retry>(&event);
      if (const auto* failed = std::get_if<MigrationFailed>(&event)) blockers_ = failed->blockers;
      if (retry == nullptr) return;
      blockers_ = retry->blockers;
      if (at_first_retry && retry->attempt == 1) at_first_retry();
    });
  }

  std::vector<std::string> seen_;
  std::vector<LockHolder> blockers_;
};

TEST_F(WatcherTest, NamesWhoIsInTheWayAndFinishesWhenItClears) {
  Execute("CREATE TABLE t ()");
  Write(1, "ALTER TABLE t ADD a int;");
  pg::Connection blocker = Connect();
  blocker.Execute("SET application_name = 'report'; BEGIN; SELECT * FROM t");
  const RunReport report = UpWatching(Options(600ms, 10), [&] { blocker.Execute("COMMIT"); });
  EXPECT_EQ(report.outcome, Outcome::kDone);
  ASSERT_THAT(blockers_, SizeIs(1));
  EXPECT_EQ(blockers_[0].pid, blocker.Query("SELECT pg_backend_pid()").Int64(0, 0));
  EXPECT_EQ(blockers_[0].application, "report");
  EXPECT_EQ(blockers_[0].user, "postgres");
  EXPECT_EQ(blockers_[0].state, "idle in transaction");
  EXPECT_THAT(blockers_[0].query, HasSubstr("SELECT * FROM t"));
  EXPECT_NE(blockers_[0].since, "");
}

TEST_F(WatcherTest, NamesWhoIsInTheWayOfAShortWait) {
  Execute("CREATE TABLE t ()");
  Write(1, "ALTER TABLE t ADD a int;");
  pg::Connection blocker = Connect();
  blocker.Execute("BEGIN; SELECT * FROM t");
  const RunReport report = UpWatching(Options(150ms, 3), [&] { blocker.Execute("COMMIT"); });
  EXPECT_EQ(report.outcome, Outcome::kDone);
  ASSERT_THAT(blockers_, SizeIs(1));
  EXPECT_EQ(blockers_[0].pid, blocker.Query("SELECT pg_backend_pid()").Int64(0, 0));
}

TEST_F(WatcherTest, NamesAPreparedTransaction) {
  Execute("CREATE TABLE t ()");
  Execute("BEGIN; SELECT * FROM t; LOCK TABLE t IN SHARE MODE; PREPARE TRANSACTION 'watcher''s'");
  Write(1, "ALTER TABLE t ADD a int;");
  const RunReport report = UpWatching(Options(600ms, 10), [&] { Execute("ROLLBACK PREPARED 'watcher''s'"); });
  EXPECT_EQ(report.outcome, Outcome::kDone);
  ASSERT_THAT(blockers_, SizeIs(1));
  EXPECT_EQ(blockers_[0].prepared, "watcher's");
  EXPECT_EQ(blockers_[0].user, "postgres");
}

TEST_F(WatcherTest, SaysWhatPrivilegeHides) {
  Execute(
      "CREATE ROLE watcher_low LOGIN; CREATE TABLE t (); ALTER TABLE t OWNER TO watcher_low; "
      "GRANT CREATE ON SCHEMA public TO watcher_low");
  Write(1, "ALTER TABLE t ADD a int;");
  pg::Connection blocker = Connect();
  blocker.Execute("BEGIN; SELECT * FROM t");
  const auto connect = [this] { return pg::Connection::Open(database().connection_string("watcher_low")); };
  pg::Connection connection = connect();
  std::vector<LockHolder> blockers;
  const source::Directory read = Read();
  RunnerOptions options = Options(600ms, 0);
  options.connect = connect;
  const RunReport report = Runner(connection, options, [&](const Event& event) {
                             if (const auto* failed = std::get_if<MigrationFailed>(&event))
                               blockers = failed->blockers;
                           }).Up(read.migrations, {});
  EXPECT_EQ(report.outcome, Outcome::kLockTimeout);
  ASSERT_THAT(blockers, SizeIs(1));
  EXPECT_TRUE(blockers[0].is_hidden);
  EXPECT_EQ(blockers[0].query, "");
  EXPECT_EQ(blockers[0].user, "postgres");
  blocker.Execute("ROLLBACK");
  Execute("DROP OWNED BY watcher_low; DROP ROLE watcher_low");
}

// lock_timeout alone counts each partition's lock by itself.
TEST_F(WatcherTest, TheBudgetIsForAllLocksOfAnAttemptTogether) {
  Execute("CREATE TABLE p (a int) PARTITION BY RANGE (a)");
  constexpr int kPartitions = 100;
  std::vector<pg::Connection> blockers;
  for (int i = 0; i < kPartitions; ++i) {
    Execute(fmt::format("CREATE TABLE p{0} PARTITION OF p FOR VALUES FROM ({0}) TO ({1})", i, i + 1));
  }
  // Each holds one partition, and lets it go while the next one's lock is waited for.
  std::thread releaser;
  for (int i = 0; i < 5; ++i) {
    blockers.push_back(Connect());
    blockers.back().Execute(fmt::format("BEGIN; LOCK TABLE ONLY p{} IN ACCESS SHARE MODE", i));
  }
  Write(1, "ALTER TABLE p ADD b int;");
  std::atomic<bool> done = false;
  releaser = std::thread([&] {
    for (pg::Connection& blocker : blockers) {
      for (int i = 0; i < 14 && !done; ++i) std::this_thread::sleep_for(50ms);
      blocker.Execute("ROLLBACK");
    }
  });
  const RunReport report = UpWatching(Options(1000ms, 0));
  done = true;
  releaser.join();
  EXPECT_EQ(report.outcome, Outcome::kLockTimeout) << "five waits of 700 ms, each within the budget";
  EXPECT_THAT(seen_, Contains(HasSubstr("failed up 1 57014")));
}

TEST_F(WatcherTest, NobodyQueuesUpBehindUsForLongerThanTheBudget) {
  Execute("CREATE TABLE p (a int) PARTITION BY RANGE (a)");
  for (int i = 0; i < 100; ++i) {
    Execute(fmt::format("CREATE TABLE p{0} PARTITION OF p FOR VALUES FROM ({0}) TO ({1})", i, i + 1));
  }
  Write(1, "ALTER TABLE p ADD b int;");
  pg::Connection blocker = Connect();
  blocker.Execute("BEGIN; SELECT * FROM ONLY p57");
  std::atomic<bool> done = false;
  std::chrono::steady_clock::duration longest{0};
  std::thread reader([&] {
    pg::Connection connection = Connect();
    while (!done) {
      const auto began = std::chrono::steady_clock::now();
      connection.Execute("SELECT * FROM p");
      longest = std::max(longest, std::chrono::steady_clock::now() - began);
      std::this_thread::sleep_for(5ms);
    }
  });
  EXPECT_EQ(UpWatching(Options(1000ms, 1)).outcome, Outcome::kLockTimeout);
  done = true;
  reader.join();
  EXPECT_GT(longest, 700ms) << "it has queued up";
  EXPECT_LT(longest, 1700ms);
}

TEST_F(WatcherTest, IsDoneWithoutWhereNoSecondSessionCanBeHad) {
  Execute(
      "CREATE ROLE watcher_one LOGIN CONNECTION LIMIT 1; CREATE TABLE t (); ALTER TABLE t OWNER TO "
      "watcher_one; "
      "GRANT CREATE ON SCHEMA public TO watcher_one");
  Write(1, "SELECT pg_sleep(0.6); ALTER TABLE t ADD a int;");
  const auto connect = [this] { return pg::Connection::Open(database().connection_string("watcher_one")); };
  std::vector<std::string> seen;
  {
    pg::Connection connection = connect();
    RunnerOptions options = Options(600ms, 0);
    options.connect = connect;
    const source::Directory read = Read();
    const RunReport report = Runner(connection, options, [&](const Event& event) {
                               seen.push_back(Describe(event));
                             }).Up(read.migrations, {});
    EXPECT_EQ(report.outcome, Outcome::kDone);
  }
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "nobody watches"), 1);
  Execute("DROP OWNED BY watcher_one; DROP ROLE watcher_one");
}

TEST_F(WatcherTest, NobodyIsConnectedWhereNothingTakesLong) {
  Write(1, "CREATE TABLE t ();");
  RunnerOptions options = Options(600ms, 0);
  size_t connections = 0;
  options.connect = [&] {
    ++connections;
    return Connect();
  };
  EXPECT_EQ(UpWatching(options).outcome, Outcome::kDone);
  EXPECT_EQ(connections, 0U);
}

TEST_F(WatcherTest, AnIndexBuildHasNoBudgetAndTellsItsPhases) {
  Write(1, "CREATE TABLE t (a int);");
  Up();
  Write(2, "CREATE INDEX CONCURRENTLY i ON t (a);");
  pg::Connection blocker = Connect();
  blocker.Execute("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");
  std::thread releaser([&] {
    std::this_thread::sleep_for(1500ms);
    blocker.Execute("ROLLBACK");
  });
  const RunReport report = UpWatching(Options(600ms, 0));
  releaser.join();
  EXPECT_EQ(report.outcome, Outcome::kDone);
  EXPECT_THAT(seen_, Contains("progress 2 waiting for writers before build"));
}

TEST_F(WatcherTest, AnIndexBuildMayHaveABoundOfItsOwn) {
  Write(1, "CREATE TABLE t (a int);");
  Up();
  Write(2, "CREATE INDEX CONCURRENTLY i ON t (a);");
  pg::Connection blocker = Connect();
  blocker.Execute("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE");
  RunnerOptions options = Options(5s, 0);
  options.concurrently_timeout = 700ms;
  options.table_lock_budget = 500ms;  // for clearing up, which the writer keeps from ending
  EXPECT_EQ(UpWatching(options).outcome, Outcome::kFailed);
  EXPECT_THAT(seen_, Contains("failed up 2 57014 2_change.up.sql:1:1, in doubt"));
  EXPECT_THAT(States(), Contains("2 partial"));
  blocker.Execute("ROLLBACK");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), "t");
}

// Autovacuum gives way to a waiting lock after deadlock_timeout, which is shorter than the budget.
TEST_F(WatcherTest, TheDefaultBudgetOutlastsDeadlockTimeout) {
  EXPECT_GT(RunnerOptions{}.table_lock_budget.count(),
            std::stoll(Value("SELECT setting FROM pg_settings WHERE name = 'deadlock_timeout'")));
}

}  // namespace
}  // namespace lockstep::migrate
