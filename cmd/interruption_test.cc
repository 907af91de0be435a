// SPDX-License-Identifier: Apache-2.0
// The program is stopped, or its network is cut, in the middle of statements that take long. The lock is free
// soon, nothing half done stays, and the next `up` finishes the directory.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>

#include <chrono>
#include <fstream>
#include <optional>
#include <system_error>
#include <thread>

#include "cmd/testing/program.h"
#include "pg/testing/network.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int kMinutesOfRows = 10'000;  // which take 10 ms each while they are indexed

class InterruptionTest : public pg::PostgresTest {
 protected:
  ProgramProcess StartUp(const std::string& url) const {
    return ProgramProcess({"up", "--dir", directory_.path(), "--database", url}, {});
  }
  // Until it ends.
  void FinishUp(const std::string& url) const {
    ProgramProcess up = StartUp(url);
    EXPECT_EQ(up.Wait(), 0) << up.output();
  }

  // Its second migration builds an index for minutes, for as long as table `slow` has a row.
  void WriteSlowBuild() const {
    directory_.Write(
        "1_table.up.sql",
        fmt::format("CREATE TABLE slow ();\n"
                    "CREATE TABLE t AS SELECT generate_series(1, {}) AS a;\n"
                    "INSERT INTO slow DEFAULT VALUES;\n"
                    "CREATE FUNCTION sleepy(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS $$\n"
                    "BEGIN\n"
                    "  IF EXISTS (SELECT FROM public.slow) THEN PERFORM pg_sleep(0.01); END IF;\n"
                    "  RETURN $1;\n"
                    "END $$;\n",
                    kMinutesOfRows));
    directory_.Write("2_index.up.sql",
                     "ALTER TABLE t ADD b int;\n"
                     "CREATE INDEX CONCURRENTLY i ON t (sleepy(a));\n"
                     "ALTER TABLE t ADD c int;\n");
  }

  static void Await(pg::Connection& connection, const std::string& condition) {
    const auto deadline = steady_clock::now() + 30s;
    while (!connection.Query("SELECT " + condition).Bool(0, 0)) {
      ASSERT_LT(steady_clock::now(), deadline) << "never true: " << condition;
      std::this_thread::sleep_for(10ms);
    }
  }
  static void AwaitBuild(pg::Connection& connection) {
    Await(connection,
          "EXISTS (SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'building index%') AND "
          "EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass('i') AND NOT indisvalid)");
  }
  static void ExpectLockFreeWithin(std::chrono::seconds time, pg::Connection& connection,
                                   steady_clock::time_point since) {
    while (connection.Query("SELECT FROM pg_locks WHERE locktype = 'advisory'").rows() > 0) {
      ASSERT_LT(steady_clock::now() - since, time);
      std::this_thread::sleep_for(50ms);
    }
  }
  static void ExpectFinished(pg::Connection& connection) {
    EXPECT_EQ(
        connection.Query("SELECT string_agg(version || state, ' ' ORDER BY version) FROM lockstep_history")
            .Text(0, 0),
        "1applied 2applied");
    EXPECT_EQ(connection.Query("SELECT count(*) FROM pg_index WHERE NOT indisvalid").Int64(0, 0), 0);
    EXPECT_TRUE(
        connection.Query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass").Bool(0, 0));
  }

  sql::TemporaryDirectory directory_;
};

TEST_F(InterruptionTest, KilledWhileAnIndexIsBuiltConcurrently) {
  WriteSlowBuild();
  ProgramProcess up = StartUp(database().Url());
  pg::Connection connection = Connect();
  AwaitBuild(connection);
  up.Kill(SIGKILL);
  const auto killed = steady_clock::now();
  up.Wait();
  ExpectLockFreeWithin(15s, connection, killed);
  connection.Execute("DELETE FROM slow");
  FinishUp(database().Url());
  ExpectFinished(connection);
}

TEST_F(InterruptionTest, TerminatedWhileAnIndexIsBuiltConcurrently) {
  WriteSlowBuild();
  ProgramProcess up = StartUp(database().Url());
  pg::Connection connection = Connect();
  AwaitBuild(connection);
  up.Kill(SIGTERM);
  const auto killed = steady_clock::now();
  EXPECT_EQ(up.Wait(), 128 + SIGTERM) << up.output();
  EXPECT_LT(steady_clock::now() - killed, 2s);
  EXPECT_FALSE(connection.Query("SELECT to_regclass('i')").OptionalText(0, 0));
  ExpectLockFreeWithin(1s, connection, killed + 1s);
  connection.Execute("DELETE FROM slow");
  FinishUp(database().Url());
  ExpectFinished(connection);
}

TEST_F(InterruptionTest, KilledWhileCopyStreams) {
  constexpr int kRows = 4'000'000;
  {
    std::ofstream file(directory_.path() / "1_copy.up.sql");
    file << "CREATE TABLE t (a int, b text);\nCOPY t FROM stdin;\n";
    for (int row = 0; row < kRows; ++row) file << row << "\tsome text to fill the row\n";
    file << "\\.\nCREATE TABLE u ();\n";
  }
  ProgramProcess up = StartUp(database().Url());
  pg::Connection connection = Connect();
  Await(connection, "EXISTS (SELECT FROM pg_stat_progress_copy WHERE tuples_processed > 10000)");
  up.Kill(SIGKILL);
  const auto killed = steady_clock::now();
  up.Wait();
  ExpectLockFreeWithin(15s, connection, killed);
  EXPECT_FALSE(connection.Query("SELECT to_regclass('t')").OptionalText(0, 0));
  FinishUp(database().Url());
  EXPECT_EQ(connection.Query("SELECT count(*) FROM t").Int64(0, 0), kRows);
  EXPECT_TRUE(connection.Query("SELECT to_regclass('u')").OptionalText(0, 0));
}

TEST_F(InterruptionTest, ItsMachineVanishesWhileAnIndexIsBuiltConcurrently) {
  WriteSlowBuild();
  std::optional<pg::TwoMachines> machines;
  try {
    machines.emplace();
  } catch (const std::system_error& error) {
    GTEST_SKIP() << "network namespaces cannot be made here: " << error.what();
  }
  std::optional<pg::TemporaryCluster> server;
  machines->server().Within([&] {
    server.emplace(pg::ClusterOptions{.settings = {{"listen_addresses", pg::TwoMachines::kServerAddress}},
                                      .authentication = {"host all all samenet trust"}});
  });
  std::optional<ProgramProcess> up;
  machines->client().Within([&] {
    up.emplace(std::vector<std::string>{"up", "--dir", directory_.path(), "--database",
                                        fmt::format("postgres://postgres@{}:{}/postgres",
                                                    pg::TwoMachines::kServerAddress, server->port())},
               std::vector<std::string>{});
  });
  pg::Connection connection = pg::Connection::Open(server->Database());
  AwaitBuild(connection);
  machines->Cut();
  const auto cut = steady_clock::now();
  ExpectLockFreeWithin(15s, connection, cut);
  connection.Execute("DELETE FROM slow");
  FinishUp(server->Url());
  ExpectFinished(connection);
}

}  // namespace
}  // namespace lockstep::cmd
