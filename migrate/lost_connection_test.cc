// SPDX-License-Identifier: Apache-2.0
// The connection is lost while a migration is under way: what became of it is found out, and told.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <memory>
#include <thread>

#include "migrate/testing/runner_fixture.h"
#include "pg/testing/pg_bouncer.h"

namespace lockstep::migrate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LostConnectionTest : public RunnerTest {
 protected:
  // Ends the runner's session as soon as a session is seen that `condition` (on pg_stat_activity a)
  // describes.
  RunReport UpAndCutWhen(std::string_view condition) {
    pg::Connection connection = Connect();
    const int pid = static_cast<int>(connection.Query("SELECT pg_backend_pid()").Int64(0, 0));
    std::thread cutter([&, condition = std::string(condition)] {
      pg::Connection other = Connect();
      for (int i = 0; i < 2000; ++i) {
        if (other.Query(fmt::format("SELECT FROM pg_stat_activity a WHERE a.pid = {} AND {}", pid, condition))
                .rows() > 0)
          break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      other.Query(fmt::format("SELECT pg_terminate_backend({})", pid));
    });
    const RunReport report = UpOn(connection, {.connect = [this] { return Connect(); }}, [](const Event&) {});
    cutter.join();
    return report;
  }
};

TEST_F(LostConnectionTest, DuringAStatementNothingIsLeft) {
  Write(1, "CREATE TABLE t (); SELECT pg_sleep(30);");
  const RunReport report = UpAndCutWhen("a.query LIKE 'SELECT pg_sleep%'");
  EXPECT_EQ(report.outcome, Outcome::kConnectionLost);
  ASSERT_TRUE(report.lost);
  EXPECT_EQ(report.lost->version, "1");
  EXPECT_EQ(report.lost->state, MigrationState::kPending);
  EXPECT_EQ(Value("SELECT to_regclass('t') IS NULL"), "t");
}

// A deferred trigger makes COMMIT slow; the session ends in the middle of it.
TEST_F(LostConnectionTest, DuringASlowCommitThatFailsNothingIsLeft) {
  Execute(
      "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(30); RETURN "
      "NULL; END $$;"
      "CREATE TABLE t (a int);"
      "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE "
      "FUNCTION slow()");
  Write(1, "INSERT INTO t VALUES (1);");
  const RunReport report = UpAndCutWhen("a.query = 'COMMIT' AND a.wait_event = 'PgSleep'");
  EXPECT_EQ(report.outcome, Outcome::kConnectionLost);
  EXPECT_EQ(report.lost->state, MigrationState::kPending);
  EXPECT_THAT(Column("SELECT a FROM t"), IsEmpty());
  EXPECT_THAT(Column("SELECT version FROM lockstep_history"), IsEmpty());
}

// The client's side is cut, and the server may or may not notice in time: whatever it does is what is told.
TEST_F(LostConnectionTest, CutWhileACommitIsUnderWayTheTruthIsTold) {
  Execute(
      "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1); RETURN NULL; "
      "END $$;"
      "CREATE TABLE t (a int);"
      "CREATE CONSTRAINT TRIGGER c AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE "
      "FUNCTION slow()");
  Write(1, "INSERT INTO t VALUES (1);");
  std::vector<MigrationState> told;
  for (const std::string_view notices : {"0", "100ms"}) {
    auto bouncer =
        std::make_unique<pg::PgBouncer>(cluster(), pg::PgBouncerOptions{.mode = pg::PoolMode::kSession});
    pg::Connection connection = pg::Connection::Open(bouncer->Database(database().name()));
    std::thread cutter([&] {
      pg::Connection other = Connect();
      for (int i = 0; i < 2000; ++i) {
        if (other.Query("SELECT FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep'")
                .rows() > 0)
          break;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
      }
      bouncer.reset();
    });
    const RunReport report =
        UpOn(connection,
             {.session_setup = fmt::format("SET client_connection_check_interval = '{}'", notices),
              .connect = [this] { return Connect(); }},
             [](const Event&) {});
    cutter.join();
    ASSERT_EQ(report.outcome, Outcome::kConnectionLost);
    told.push_back(report.lost->state);
    EXPECT_EQ(report.lost->state == MigrationState::kApplied, Value("SELECT count(*) FROM t") == "1");
    EXPECT_EQ(report.lost->state == MigrationState::kApplied,
              !Column("SELECT version FROM lockstep_history").empty());
    Execute("DELETE FROM lockstep_history; DELETE FROM t");
  }
  EXPECT_THAT(told, ElementsAre(MigrationState::kApplied, MigrationState::kPending));
}

TEST_F(LostConnectionTest, WhereNobodyCanLookThatIsSaid) {
  Write(1, "CREATE TABLE t (); SELECT pg_sleep(30);");
  const std::string allow = "ALTER DATABASE \"" + database().name() + "\" ALLOW_CONNECTIONS ";
  pg::Connection elsewhere = pg::Connection::Open(cluster().Database());
  pg::Connection connection = Connect();
  std::thread cutter([&] {
    const std::string cut =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'";
    elsewhere.Execute(allow + "false");
    for (int i = 0; i < 2000 && elsewhere.Query(cut).rows() == 0; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  const RunReport report = UpOn(connection, {.connect = [this] { return Connect(); }}, [](const Event&) {});
  cutter.join();
  elsewhere.Execute(allow + "true");
  EXPECT_EQ(report.outcome, Outcome::kConnectionLost);
  ASSERT_TRUE(report.lost);
  EXPECT_FALSE(report.lost->is_known);
  EXPECT_EQ(report.lost->label, "1 change");
  EXPECT_EQ(report.remaining, 1U);
}

TEST_F(LostConnectionTest, BetweenStepsItTellsHowFarItHasCome) {
  Write(1, "CREATE TABLE t (); VACUUM t; SELECT pg_sleep(30);");
  const RunReport report = UpAndCutWhen("a.query LIKE 'SELECT pg_sleep%'");
  EXPECT_EQ(report.lost->state, MigrationState::kPartial);
  EXPECT_EQ(report.lost->progress.statements_done, 2U);
}

}  // namespace
}  // namespace lockstep::migrate
