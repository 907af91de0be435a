// SPDX-License-Identifier: Apache-2.0
// Cancelling, interrupting and watching a statement that takes its time.
#include "pg/waiting.h"

#include <gmock/gmock.h>

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <thread>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

class WaitingTest : public PostgresTest {
 protected:
  // A minute's sleep that ends sooner, and how.
  static std::optional<DatabaseError> Sleep(Connection& connection) {
    const auto begin = steady_clock::now();
    std::optional<DatabaseError> error;
    try {
      connection.Query("SELECT pg_sleep(60)");
    } catch (const DatabaseError& thrown) {
      error = thrown;
    }
    EXPECT_LT(steady_clock::now() - begin, 10s);
    return error;
  }
};

TEST_F(WaitingTest, AnInterruptCancelsTheStatementAndLeavesTheConnectionUsable) {
  Interrupt interrupt;
  Connection connection = Connect({.interrupt = &interrupt});
  std::thread signal([&] {
    std::this_thread::sleep_for(100ms);
    interrupt.Raise();
  });
  const auto error = Sleep(connection);
  signal.join();
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->IsCanceled()) << error->what();
  EXPECT_TRUE(interrupt.raised());

  interrupt.Clear();
  EXPECT_TRUE(connection.Query("SELECT true").Bool(0, 0));
}

TEST_F(WaitingTest, AnInterruptRaisedBeforeCancelsTheNextStatement) {
  Interrupt interrupt;
  Connection connection = Connect({.interrupt = &interrupt});
  interrupt.Raise();
  const auto error = Sleep(connection);
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->IsCanceled());
}

TEST_F(WaitingTest, ASignalHandlerInterrupts) {
  static Interrupt* target = nullptr;
  Interrupt interrupt;
  target = &interrupt;
  struct sigaction old {};
  struct sigaction action {};
  action.sa_handler = [](int) { target->Raise(); };
  sigaction(SIGALRM, &action, &old);
  Connection connection = Connect({.interrupt = &interrupt});
  ::ualarm(100'000, 0);
  const auto error = Sleep(connection);
  sigaction(SIGALRM, &old, nullptr);
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->IsCanceled());
}

TEST_F(WaitingTest, AnInterruptIsRepeatedEverySecondWithoutSpinning) {
  Interrupt interrupt;
  int interrupts = 0;
  int ticks = 0;
  Connection connection = Connect();
  connection.set_waiting({.interrupt = &interrupt,
                          .on_interrupt = [&] { ++interrupts; },
                          .tick = 20ms,
                          .on_tick = [&] { ++ticks; }});
  interrupt.Raise();
  const std::clock_t begin = std::clock();
  connection.Query("SELECT pg_sleep(1.3)");
  EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC / 2) << "processor time";
  EXPECT_EQ(interrupts, 2);
  EXPECT_GE(ticks, 10);
  EXPECT_LE(ticks, 65);
}

TEST_F(WaitingTest, TicksGoOnWhileNoticesArrive) {
  int ticks = 0;
  Connection connection = Connect();
  connection.set_waiting({.tick = 50ms, .on_tick = [&] { ++ticks; }});
  connection.Execute(
      "DO $$ BEGIN FOR i IN 1..30 LOOP RAISE NOTICE '.'; PERFORM pg_sleep(0.01); END LOOP; END $$");
  EXPECT_GE(ticks, 3);
}

TEST_F(WaitingTest, ASecondConnectionCancels) {
  Connection watcher = Connect();
  Connection connection = Connect();
  const int pid = connection.reported_backend_pid();
  connection.set_waiting({.tick = 50ms, .on_tick = [&] { EXPECT_TRUE(watcher.CancelBackend(pid)); }});
  const auto error = Sleep(connection);
  ASSERT_TRUE(error);
  EXPECT_TRUE(error->IsCanceled());
  EXPECT_FALSE(watcher.CancelBackend(99999999));
}

TEST_F(WaitingTest, CancellingAnIdleSessionDoesNotHitTheNextStatement) {
  Connection connection = Connect();
  EXPECT_EQ(connection.Cancel(), std::nullopt);
  EXPECT_TRUE(connection.Query("SELECT true").Bool(0, 0));
}

TEST_F(WaitingTest, ClearingUpIsNotInterrupted) {
  Interrupt interrupt;
  Connection connection = Connect({.interrupt = &interrupt});
  interrupt.Raise();
  const Uninterrupted guard(connection);
  EXPECT_TRUE(connection.Query("SELECT true FROM pg_sleep(0.2)").Bool(0, 0));
}

TEST_F(WaitingTest, ACancelThatCannotBeSentIsReported) {
  TemporaryCluster own;
  Connection connection = Connection::Open(own.Database());
  own.Stop(StopMode::kImmediate);
  const auto failure = connection.Cancel();
  ASSERT_TRUE(failure);
  EXPECT_THAT(*failure, ::testing::HasSubstr("could not be cancelled"));
}

}  // namespace
}  // namespace lockstep::pg
