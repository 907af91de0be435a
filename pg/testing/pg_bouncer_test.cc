// SPDX-License-Identifier: Apache-2.0
// What a pooler in between looks like from our side.
#include "pg/testing/pg_bouncer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <variant>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/pipeline.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

class PgBouncerTest : public PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure() || FindPgBouncer()) return;
    constexpr const char* kMissing = "no PgBouncer is installed (Debian: apt-get install pgbouncer)";
    if (std::getenv("CI") != nullptr) FAIL() << kMissing;
    GTEST_SKIP() << kMissing;
  }

  static int64_t BackendPid(Connection& connection) {
    return connection.Query("SELECT pg_backend_pid()").Int64(0, 0);
  }

  static DatabaseError FailureOf(const ConnectionString& string) {
    try {
      Connection connection = Connection::Open(string);
      connection.Execute("SELECT 1");
    } catch (const DatabaseError& error) {
      return error;
    }
    ADD_FAILURE() << "connected to " << string.Display();
    return DatabaseError(Failure::kStatement, "connected");
  }
};

TEST_F(PgBouncerTest, ReportsAnotherPidThanTheServerInBothModes) {
  for (const PoolMode mode : {PoolMode::kSession, PoolMode::kTransaction}) {
    const PgBouncer bouncer(cluster(), {.mode = mode});
    Connection connection = Connection::Open(bouncer.Database(database().name()));
    EXPECT_NE(connection.reported_backend_pid(), BackendPid(connection));
  }
}

TEST_F(PgBouncerTest, TwoConnectionsShareABackendInTransactionMode) {
  const PgBouncer bouncer(cluster(), {.mode = PoolMode::kTransaction, .pool_size = 1});
  Connection first = Connection::Open(bouncer.Database(database().name()));
  Connection second = Connection::Open(bouncer.Database(database().name()));
  EXPECT_EQ(BackendPid(first), BackendPid(second));
}

TEST_F(PgBouncerTest, TwoConnectionsHaveABackendEachInSessionMode) {
  const PgBouncer bouncer(cluster(), {.mode = PoolMode::kSession, .pool_size = 2});
  Connection first = Connection::Open(bouncer.Database(database().name()));
  Connection second = Connection::Open(bouncer.Database(database().name()));
  EXPECT_NE(BackendPid(first), BackendPid(second));
}

TEST_F(PgBouncerTest, ListensOnTcpWhenTold) {
  const PgBouncer bouncer(cluster(), {.tcp = true});
  const ConnectionString string = ConnectionString::Parse(bouncer.Url(database().name()));
  EXPECT_EQ(string.Get("host"), "127.0.0.1");
  Connection connection = Connection::Open(string);
  EXPECT_NE(BackendPid(connection), 0);
}

TEST_F(PgBouncerTest, PassesPipelinesOn) {
  const PgBouncer bouncer(cluster());
  Connection connection = Connection::Open(bouncer.Database(database().name()));
  Pipeline pipeline(connection);
  pipeline.Send("BEGIN");
  pipeline.Send("SELECT 1/0");
  pipeline.Send("COMMIT");
  pipeline.Sync();
  EXPECT_TRUE(std::holds_alternative<Result>(pipeline.Next()));
  EXPECT_TRUE(std::holds_alternative<DatabaseError>(pipeline.Next()));
  EXPECT_TRUE(std::holds_alternative<PipelineAborted>(pipeline.Next()));
  EXPECT_EQ(std::get<PipelineSynced>(pipeline.Next()).status, TransactionStatus::kFailed);
}

TEST_F(PgBouncerTest, RefusesDatabasesAndUsersThatDoNotExist) {
  const PgBouncer bouncer(cluster());
  const DatabaseError no_database = FailureOf(bouncer.Database("no_such_database"));
  EXPECT_EQ(no_database.failure(), Failure::kRefused) << no_database.what();
  const DatabaseError no_user = FailureOf(bouncer.Database(database().name(), "no_such_user"));
  EXPECT_EQ(no_user.failure(), Failure::kRefused) << no_user.what();
}

TEST_F(PgBouncerTest, IsUnreachableWithoutItsServer) {
  TemporaryCluster own({.settings = {{"hot_standby", "off"}}});
  const PgBouncer bouncer(own);
  own.Stop(StopMode::kFast);
  ConnectionString string = bouncer.Database("postgres");
  string.Set("connect_timeout", "1");
  EXPECT_EQ(FailureOf(string).failure(), Failure::kUnreachable) << "it lets its clients wait";

  own.Start();
  own.BecomeStandby();
  const DatabaseError recovering = FailureOf(bouncer.Database("template1"));
  EXPECT_EQ(recovering.failure(), Failure::kUnreachable) << recovering.what();
}

TEST_F(PgBouncerTest, LeavesNothingBehind) {
  std::filesystem::path directory;
  {
    const PgBouncer bouncer(cluster());
    directory = bouncer.Database("postgres").Get("host");
    EXPECT_TRUE(std::filesystem::exists(directory / "pid"));
  }
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace lockstep::pg
