// SPDX-License-Identifier: Apache-2.0
#include "pg/session_timeouts.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "pg/error.h"
#include "pg/testing/network.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using std::chrono::steady_clock;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class SessionTimeoutsTest : public PostgresTest {};

TEST_F(SessionTimeoutsTest, OverrideThoseOfTheRoleAndCanBeSetAgain) {
  Connection connection = Connect();
  connection.Execute("SET idle_session_timeout = '1s'");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(SetSessionTimeouts(connection), std::nullopt);
    EXPECT_EQ(connection.Query("SHOW idle_session_timeout").Text(0, 0), "5min");
    EXPECT_EQ(connection.Query("SHOW idle_in_transaction_session_timeout").Text(0, 0), "1min");
    EXPECT_EQ(connection.Query("SHOW client_connection_check_interval").Text(0, 0), "2s");
    connection.Execute("RESET ALL");
    EXPECT_EQ(connection.Query("SHOW client_connection_check_interval").Text(0, 0), "0");
  }
}

TEST_F(SessionTimeoutsTest, SayWhyTheServerRefusesThem) {
  Connection connection = Connect();
  const auto refusal = SetSessionTimeouts(connection, {.idle = std::chrono::hours(100'000)});
  ASSERT_TRUE(refusal);
  EXPECT_THAT(*refusal, HasSubstr("invalid value for parameter \"idle_session_timeout\""));
  EXPECT_TRUE(connection.ok());
}

bool LockIsFree(Connection& other, int key) {
  return other.Query(fmt::format("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = {}", key))
             .rows() == 0;
}

TEST_F(SessionTimeoutsTest, IdleSessionsEnd) {
  Connection connection = Connect();
  connection.Execute("SELECT pg_advisory_lock(1)");
  ASSERT_EQ(SetSessionTimeouts(connection, {.idle = 1s}), std::nullopt);
  Connection in_transaction = Connect();
  in_transaction.Execute("SELECT pg_advisory_lock(2)");
  ASSERT_EQ(SetSessionTimeouts(in_transaction, {.idle_in_transaction = 1s}), std::nullopt);
  in_transaction.Execute("BEGIN");
  Connection other = Connect();
  while (!LockIsFree(other, 1) || !LockIsFree(other, 2)) std::this_thread::sleep_for(20ms);
}

TEST_F(SessionTimeoutsTest, FreeTheLocksOfAVanishedMachineWithin15Seconds) {
  std::optional<TwoMachines> machines;
  try {
    machines.emplace();
  } catch (const std::system_error& error) {
    GTEST_SKIP() << "network namespaces cannot be made here: " << error.what();
  }
  std::optional<TemporaryCluster> server;
  machines->server().Within([&] {
    server.emplace(ClusterOptions{.settings = {{"listen_addresses", TwoMachines::kServerAddress}},
                                  .authentication = {"host all all samenet trust"}});
  });
  auto string = ConnectionString::To(TwoMachines::kServerAddress, server->port(), "postgres", "postgres");
  string.Set("tcp_user_timeout", "3000");  // so that the client's side of the test ends as well
  string.Set("keepalives_idle", "1");
  std::vector<Connection> vanished;
  machines->client().Within([&] {
    for (int i = 0; i < 4; ++i) vanished.push_back(Connection::Open(string));
  });
  for (size_t key = 0; key < vanished.size(); ++key) {
    vanished[key].Execute(fmt::format("SELECT pg_advisory_lock({})", key));
    // The last one keeps what the server is set up with: the lock stays without the timeouts.
    if (key < 3) {
      ASSERT_EQ(SetSessionTimeouts(vanished[key]), std::nullopt);
    }
  }
  // 0 is idle, 1 in a transaction, 2 at work.
  vanished[1].Execute("BEGIN");
  std::thread at_work([&] { EXPECT_THROW(vanished[2].Execute("SELECT pg_sleep(600)"), DatabaseError); });

  Connection other = Connection::Open(server->Database());
  while (other.Query("SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)'").rows() == 0) {
    std::this_thread::sleep_for(10ms);
  }
  machines->Cut();
  const auto cut = steady_clock::now();
  const auto all_free = [&] { return LockIsFree(other, 0) && LockIsFree(other, 1) && LockIsFree(other, 2); };
  while (!all_free() && steady_clock::now() < cut + 15s) std::this_thread::sleep_for(100ms);
  EXPECT_TRUE(LockIsFree(other, 0)) << "idle";
  EXPECT_TRUE(LockIsFree(other, 1)) << "idle in a transaction";
  EXPECT_TRUE(LockIsFree(other, 2)) << "at work";
  EXPECT_FALSE(LockIsFree(other, 3)) << "it would have been free anyway";
  at_work.join();
}

}  // namespace
}  // namespace lockstep::pg
