// SPDX-License-Identifier: Apache-2.0
// An autovacuum worker holds SHARE UPDATE EXCLUSIVE on its table for as long as it takes, and is cancelled
// for whoever waits longer than deadlock_timeout (ProcSleep() in PostgreSQL's proc.c): the budget has to be
// longer than that.
#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <thread>

#include "migrate/testing/runner_fixture.h"

namespace lockstep::migrate {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AutovacuumTest : public RunnerTest {
 protected:
  void SetUp() override {
    RunnerTest::SetUp();
    Execute("ALTER SYSTEM SET autovacuum_naptime = '1s'");
    Execute("SELECT pg_reload_conf()");
  }

  void TearDown() override {
    Execute("ALTER SYSTEM RESET autovacuum_naptime");
    Execute("SELECT pg_reload_conf()");
    RunnerTest::TearDown();
  }

  // A worker that sleeps for 0.1 s after each page: with a thousand pages, for longer than any test.
  void MakeTableUnderAutovacuum() const {
    Execute(
        "CREATE TABLE t (filler text) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 0, "
        "autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100, "
        "autovacuum_vacuum_cost_limit = 1)");
    Execute("INSERT INTO t SELECT repeat('x', 700) FROM generate_series(1, 1000)");
    Execute("DELETE FROM t");
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (Value("SELECT count(*) FROM pg_stat_progress_vacuum WHERE relid = 't'::regclass") == "0") {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "no autovacuum worker came";
      std::this_thread::sleep_for(50ms);
    }
  }
};

TEST_F(AutovacuumTest, GetsOutOfTheWayWithinOneAttempt) {
  MakeTableUnderAutovacuum();
  Write(1, "ALTER TABLE t ADD COLUMN a int;");
  EXPECT_EQ(Up().outcome, Outcome::kDone);
  EXPECT_THAT(events(), ElementsAre("locked", "started up 1", "statement 1:1 ALTER TABLE", "finished up 1"));
  EXPECT_THAT(cluster().Log(), HasSubstr("canceling autovacuum task"));
}

}  // namespace
}  // namespace lockstep::migrate
