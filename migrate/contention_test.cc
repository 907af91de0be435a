// SPDX-License-Identifier: Apache-2.0
// Runs that others get in the way of: runners, sessions with locks, signals, lost connections.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <future>
#include <thread>

#include "migrate/testing/runner_fixture.h"

namespace lockstep::migrate {
namespace {

using std::chrono::steady_clock;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

class ContentionTest : public RunnerTest {
 protected:
  // A session of a role or with settings that the server logs every statement of.
  pg::Connection ConnectWith(std::string_view options, std::string_view user = "postgres") const {
    pg::ConnectionString database = this->database().connection_string(user);
    database.Set("options", std::string(options));
    return pg::Connection::Open(database);
  }

  size_t StatementsInLogFrom(size_t begin) const {
    const std::string log = cluster().Log().substr(begin);
    size_t count = 0;
    for (const std::string_view mark : {"LOG:  statement: ", "LOG:  execute "}) {
      for (size_t at = log.find(mark); at != std::string::npos; at = log.find(mark, at + 1)) ++count;
    }
    return count;
  }

  // Until the query, which answers a boolean, is true.
  void Await(const std::string& sql) const {
    pg::Connection connection = Connect();
    const auto deadline = steady_clock::now() + 20s;
    while (!connection.Query(sql).Bool(0, 0)) {
      ASSERT_LT(steady_clock::now(), deadline) << "never true: " << sql;
      std::this_thread::sleep_for(5ms);
    }
  }

  void AwaitStatement(std::string_view part) const {
    Await(fmt::format(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
        "AND pid <> pg_backend_pid() AND query LIKE '%{}%')",
        part));
  }

  // A concurrent build enters its index into the catalog, and only then begins to wait for others.
  void AwaitIndex(std::string_view name) const {
    Await(fmt::format("SELECT to_regclass('{}') IS NOT NULL", name));
  }
};

TEST_F(ContentionTest, WithNothingPendingOneQueryIsAllThatIsSent) {
  Write(1, "CREATE TABLE a ();");
  Up();
  pg::Connection connection = ConnectWith("-c log_statement=all");
  const size_t begin = cluster().Log().size();
  EXPECT_EQ(UpOn(connection, {}, Recorder()).outcome, Outcome::kNothingToDo);
  EXPECT_EQ(StatementsInLogFrom(begin), 1U);
}

TEST_F(ContentionTest, WithNothingPendingItWaitsForNobody) {
  Write(1, "CREATE TABLE a ();");
  Up();
  pg::Connection other = Connect();
  const History history("public.lockstep_history");
  other.Execute(fmt::format("SELECT pg_advisory_lock({})", history.AdvisoryKey(database().name())));
  EXPECT_EQ(Up({.lock_wait = 0ms}).outcome, Outcome::kNothingToDo);
}

TEST_F(ContentionTest, WithNothingPendingItOnlyReads) {
  Write(1, "CREATE TABLE a ();");
  Up();
  pg::Connection read_only = ConnectWith("-c default_transaction_read_only=on");
  EXPECT_EQ(UpOn(read_only, {}, Recorder()).outcome, Outcome::kNothingToDo);
  Execute(
      "CREATE ROLE contention_test_reader LOGIN; GRANT SELECT ON lockstep_history TO contention_test_reader");
  {
    pg::Connection reader = ConnectWith("", "contention_test_reader");
    EXPECT_EQ(UpOn(reader, {}, Recorder()).outcome, Outcome::kNothingToDo);
  }
  Execute("DROP OWNED BY contention_test_reader; DROP ROLE contention_test_reader");
}

TEST_F(ContentionTest, WithoutABudgetItDoesNotWaitForATable) {
  Write(1, "CREATE TABLE a ();");
  Write(2, "ALTER TABLE a ADD COLUMN b int;");
  Up({}, {.limit = 1});
  pg::Connection other = Connect();
  other.Execute("BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
  const RunnerOptions options = {.table_lock_budget = 0ms, .retries = 0, .statement_timeout = 5s};
  EXPECT_EQ(Up(options).outcome, Outcome::kLockTimeout);
}

TEST_F(ContentionTest, TakesTheLockAgainThatAMigrationLetGo) {
  Write(1, "SELECT pg_advisory_unlock_all();");
  Write(2, "CREATE TABLE a ();");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(events(), ElementsAre("locked", "started up 1", "statement 1:1 SELECT 1", "finished up 1",
                                    "locked", "started up 2", "statement 2:1 CREATE TABLE", "finished up 2"));
}

TEST_F(ContentionTest, LeavesToAnotherRunnerWhatItDidMeanwhile) {
  Write(1, "SELECT pg_advisory_unlock_all();");
  Write(2, "CREATE TABLE counted AS SELECT 1 AS n;");
  Write(3, "INSERT INTO counted VALUES (2);");
  pg::Connection connection = Connect();
  const RunReport report = UpOn(connection, {}, [&](const Event& event) {
    const auto* finished = std::get_if<MigrationFinished>(&event);
    if (finished == nullptr || finished->migration.version->text() != "1") return;
    pg::Connection other = Connect();
    EXPECT_EQ(UpOn(other, {}, [](const Event&) {}).finished, 2U);
  });
  EXPECT_EQ(report.outcome, Outcome::kDone);
  EXPECT_EQ(report.finished, 1U);
  EXPECT_EQ(Value("SELECT count(*) FROM counted"), "2");
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up applied", "3 up applied"));
}

TEST_F(ContentionTest, TriesAgainWhenATableLockCouldNotBeHad) {
  Write(1, "CREATE TABLE a ();");
  Write(2, "ALTER TABLE a ADD COLUMN b int;");
  Up({}, {.limit = 1});
  pg::Connection other = Connect();
  other.Execute("BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
  pg::Connection connection = Connect();
  std::vector<std::string> seen;
  const RunReport report = UpOn(connection, {.table_lock_budget = 50ms}, [&](const Event& event) {
    seen.push_back(Describe(event));
    if (std::holds_alternative<Retry>(event)) other.Execute("ROLLBACK");
  });
  EXPECT_EQ(report.outcome, Outcome::kDone);
  EXPECT_THAT(seen, ElementsAre("locked", "started up 2", "retry 1 of 11 at 2 55P03",
                                "statement 2:1 ALTER TABLE", "finished up 2"));
}

TEST_F(ContentionTest, GivesUpOnATableLockAfterTheRetries) {
  Write(1, "CREATE TABLE a ();");
  Write(2, "CREATE TABLE first ();\nALTER TABLE a ADD COLUMN b int;");
  Up({}, {.limit = 1});
  pg::Connection other = Connect();
  other.Execute("BEGIN; LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
  EXPECT_EQ(Up({.table_lock_budget = 20ms, .retries = 2}).outcome, Outcome::kLockTimeout);
  EXPECT_THAT(events(),
              ElementsAre("locked", "started up 2", "statement 2:1 CREATE TABLE", "retry 1 of 3 at 2 55P03",
                          "statement 2:1 CREATE TABLE", "retry 2 of 3 at 2 55P03",
                          "statement 2:1 CREATE TABLE", "failed up 2 55P03 2_change.up.sql:2:1"));
  EXPECT_EQ(Value("SELECT to_regclass('first')"), "null");
}

TEST_F(ContentionTest, GivesUpOnARunnerThatDoesNotMove) {
  Write(1, "SELECT 1;");
  pg::Connection other = Connect();
  const History history("public.lockstep_history");
  const int64_t key = history.AdvisoryKey(database().name());
  other.Execute(fmt::format("SELECT pg_advisory_lock({})", key));
  const RunReport report = Up({.lock_wait = 100ms});
  EXPECT_EQ(report.outcome, Outcome::kLockTimeout);
  EXPECT_EQ(report.remaining, 1U);
  ASSERT_TRUE(report.holder);
  EXPECT_EQ(report.holder->pid, other.Query("SELECT pg_backend_pid()").Int64(0, 0));
  EXPECT_THAT(events(), ElementsAre("waiting"));
}

// All that `runners` of them report together.
std::vector<std::string> RunTogether(const std::function<std::vector<std::string>()>& run, int runners) {
  std::vector<std::future<std::vector<std::string>>> futures;
  for (int i = 0; i < runners; ++i) futures.push_back(std::async(std::launch::async, run));
  std::vector<std::string> all;
  for (auto& future : futures) {
    for (std::string& event : future.get()) all.push_back(std::move(event));
  }
  return all;
}

class TogetherTest : public ContentionTest {
 protected:
  // Runs some at once, and expects each migration to be applied once.
  void ExpectAppliedOnce(size_t migrations, int runners = 2, const RunnerOptions& options = {}) {
    const size_t log_begin = cluster().Log().size();
    const auto run = [&] {
      std::vector<std::string> seen;
      pg::Connection connection = Connect();
      const RunReport report =
          UpOn(connection, options, [&seen](const Event& event) { seen.push_back(Describe(event)); });
      seen.push_back(report.outcome == Outcome::kDone          ? "done"
                     : report.outcome == Outcome::kNothingToDo ? "nothing"
                                                               : "another");
      return seen;
    };
    const std::vector<std::string> seen = RunTogether(run, runners);
    EXPECT_THAT(seen, Contains("waiting"));
    EXPECT_THAT(seen, Contains("done").Times(1));
    EXPECT_THAT(seen, Contains("nothing").Times(runners - 1));
    EXPECT_EQ(LogRows().size(), migrations);
    EXPECT_EQ(AppliedVersions().size(), migrations);
    EXPECT_THAT(cluster().Log().substr(log_begin), Not(HasSubstr("deadlock")));
  }
};

TEST_F(TogetherTest, TwoRunnersApplyEachMigrationOnce) {
  Write(1, "CREATE TABLE a (n int); SELECT pg_sleep(0.5);");
  Write(2, "INSERT INTO a VALUES (1);");
  Write(3, "INSERT INTO a VALUES (2); SELECT pg_sleep(0.2);");
  ExpectAppliedOnce(3);
  EXPECT_EQ(Value("SELECT count(*) FROM a"), "2");
}

TEST_F(TogetherTest, WaitingHoldsNoSnapshotThatAnIndexBuildWouldWaitFor) {
  Write(1, "CREATE TABLE a (n int); INSERT INTO a SELECT generate_series(1, 200000); SELECT pg_sleep(0.5);");
  Write(2, "CREATE INDEX CONCURRENTLY a_n ON a (n)");
  Write(3, "DROP INDEX CONCURRENTLY a_n");
  ExpectAppliedOnce(3);
}

constexpr const char* kSlowFunction =
    "CREATE FUNCTION slow(n int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_sleep(0.02); RETURN n; END $$;\n"
    "CREATE TABLE a (n int); INSERT INTO a SELECT generate_series(1, 50);";

TEST_F(TogetherTest, SixteenRunnersWaitOutABuildThatTakesLongerThanTheyWouldWait) {
  Write(1, kSlowFunction);
  Write(2, "CREATE INDEX CONCURRENTLY a_slow ON a (slow(n));");
  Write(3, "CREATE INDEX CONCURRENTLY a_n ON a (n);\nALTER TABLE a ADD m int;");
  ExpectAppliedOnce(3, 16, {.lock_wait = 500ms});
}

// It stands still as long as the one it waits for does.
TEST_F(ContentionTest, AHolderThatWaitsForALockMakesNoProgress) {
  Execute("CREATE TABLE t ()");
  Write(1, "ALTER TABLE t ADD a int;");
  pg::Connection blocker = Connect();
  blocker.Execute("BEGIN; LOCK TABLE t");
  pg::Connection holder = Connect();
  std::thread stuck([&] { UpOn(holder, {.table_lock_budget = 3s, .retries = 0}, [](const Event&) {}); });
  AwaitStatement("ALTER TABLE t ADD a int");
  EXPECT_EQ(Up({.lock_wait = 500ms}).outcome, Outcome::kLockTimeout);
  stuck.join();
}

TEST_F(ContentionTest, AnInterruptRollsTheStatementBack) {
  Write(1, "CREATE TABLE a ();\nSELECT pg_sleep(60);");
  Write(2, "CREATE TABLE b ();");
  pg::Interrupt interrupt;
  pg::Connection connection = Connect({.interrupt = &interrupt});
  std::thread stopper([&] {
    AwaitStatement("pg_sleep(60)");
    interrupt.Raise();
  });
  const auto began = steady_clock::now();
  const RunReport report = UpOn(connection, {.interrupt = &interrupt}, Recorder());
  stopper.join();
  EXPECT_EQ(report.outcome, Outcome::kInterrupted);
  EXPECT_EQ(report.remaining, 2U);
  EXPECT_LT(steady_clock::now() - began, 30s);
  EXPECT_THAT(events(), Contains("failed up 1 57014 1_change.up.sql:2:1"));
  EXPECT_EQ(Value("SELECT to_regclass('a')"), "null");
  EXPECT_THAT(LogRows(), ElementsAre("1 up failed"));
  EXPECT_EQ(Up({}, {.limit = 0}).outcome, Outcome::kNothingToDo);
}

TEST_F(ContentionTest, AnInterruptBetweenMigrationsLetsNoneFollow) {
  Write(1, "SELECT 1;");
  Write(2, "CREATE TABLE b ();");
  pg::Interrupt interrupt;
  pg::Connection connection = Connect({.interrupt = &interrupt});
  const RunReport report = UpOn(connection, {.interrupt = &interrupt}, [&](const Event& event) {
    if (std::holds_alternative<MigrationFinished>(event)) interrupt.Raise();
  });
  EXPECT_EQ(report.outcome, Outcome::kInterrupted);
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
}

TEST_F(ContentionTest, AnInterruptEndsTheWaitForTheLock) {
  Write(1, "SELECT 1;");
  pg::Connection other = Connect();
  const History history("public.lockstep_history");
  other.Execute(fmt::format("SELECT pg_advisory_lock({})", history.AdvisoryKey(database().name())));
  pg::Interrupt interrupt;
  pg::Connection connection = Connect({.interrupt = &interrupt});
  const RunReport report = UpOn(connection, {.interrupt = &interrupt}, [&](const Event& event) {
    if (std::holds_alternative<LockWaiting>(event)) interrupt.Raise();
  });
  EXPECT_EQ(report.outcome, Outcome::kInterrupted);
}

TEST_F(ContentionTest, AnInterruptedIndexBuildLeavesNoIndex) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, "CREATE INDEX CONCURRENTLY i ON t (a)");
  Up({}, {.limit = 1});
  // The build waits for this transaction to end.
  auto writer = std::make_unique<pg::Connection>(Connect());
  writer->Execute("BEGIN; INSERT INTO t VALUES (1)");
  pg::Interrupt interrupt;
  pg::Connection connection = Connect({.interrupt = &interrupt});
  std::thread stopper([&] {
    AwaitIndex("i");
    interrupt.Raise();
    AwaitStatement("DROP INDEX CONCURRENTLY");
    writer.reset();
  });
  const RunReport report = UpOn(connection, {.interrupt = &interrupt}, Recorder());
  stopper.join();
  EXPECT_EQ(report.outcome, Outcome::kInterrupted);
  EXPECT_EQ(Value("SELECT to_regclass('i')"), "null");
  EXPECT_THAT(Column("SELECT version FROM lockstep_history"), ElementsAre("1"));
}

TEST_F(ContentionTest, AnIndexThatCannotBeRemovedNowIsRemovedByTheNextRun) {
  Write(1, "CREATE TABLE t (a int);");
  Write(2, "CREATE INDEX CONCURRENTLY i ON t (a)");
  Up({}, {.limit = 1});
  pg::Interrupt interrupt;
  {
    pg::Connection writer = Connect();
    writer.Execute("BEGIN; INSERT INTO t VALUES (1)");
    pg::Connection connection = Connect({.interrupt = &interrupt});
    std::thread stopper([&] {
      AwaitIndex("i");
      interrupt.Raise();
    });
    const RunReport report =
        UpOn(connection, {.table_lock_budget = 50ms, .interrupt = &interrupt}, Recorder());
    stopper.join();
    EXPECT_EQ(report.outcome, Outcome::kInterrupted);
    EXPECT_THAT(States(), ElementsAre("1 applied", "2 partial"));
  }
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_EQ(Value("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('i')"), "t");
}

TEST_F(ContentionTest, ALostConnectionIsThrownAndTheNextRunFinishes) {
  Write(1, "CREATE TABLE a ();");
  Write(2, "CREATE TABLE b ();\nSELECT pg_sleep(0.5);\nCREATE TABLE c ();");
  pg::Connection connection = Connect();
  std::thread killer([&] {
    AwaitStatement("pg_sleep(0.5)");
    Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
  });
  try {
    UpOn(connection, {}, Recorder());
    ADD_FAILURE() << "nothing was lost";
  } catch (const pg::DatabaseError& error) {
    EXPECT_TRUE(error.ConnectionLost()) << error.what();
  }
  killer.join();
  EXPECT_THAT(AppliedVersions(), ElementsAre("1"));
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(LogRows(), ElementsAre("1 up applied", "2 up applied"));
}

}  // namespace
}  // namespace lockstep::migrate
