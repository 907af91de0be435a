// SPDX-License-Identifier: Apache-2.0
// With a primary and its streaming standby.
#include "pg/writable.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "pg/error.h"
#include "pg/testing/server_directory.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using ::testing::HasSubstr;

class WritableTest : public PostgresTest {
 protected:
  // Several hosts on sockets: one list of directories, one of ports.
  static ConnectionString Hosts(const TemporaryCluster& first, const TemporaryCluster& second) {
    ConnectionString string = first.Database();
    string.Set("host",
               fmt::format("{},{}", first.socket_directory().native(), second.socket_directory().native()));
    return string;
  }
  static bool IsStandby(Connection& connection) {
    return connection.Query("SELECT pg_is_in_recovery()").Bool(0, 0);
  }
  static std::string RefusalOf(const Connection& connection) {
    try {
      RequireWritable(connection);
    } catch (const DatabaseError& error) {
      EXPECT_EQ(error.failure(), Failure::kRefused);
      return error.what();
    }
    return "";
  }
};

TEST_F(WritableTest, FindsThePrimaryAmongHosts) {
  TemporaryCluster primary;
  Connection::Open(primary.Database()).Execute("CREATE TABLE before ()");
  const TemporaryCluster standby({.primary = &primary});
  Connection::Open(primary.Database()).Execute("CREATE TABLE later ()");
  standby.CatchUp();
  Connection reader = Connection::Open(standby.Database());
  EXPECT_EQ(reader.Query("SELECT FROM before, later").rows(), 0U) << "it streams";
  EXPECT_THAT(RefusalOf(reader), HasSubstr("is a standby"));

  const ConnectionString hosts = Hosts(standby, primary);
  Connection any = Connection::Open(hosts);
  EXPECT_TRUE(IsStandby(any));
  Connection writable = OpenWritable(hosts);
  EXPECT_FALSE(IsStandby(writable));
  EXPECT_EQ(RefusalOf(writable), "");

  ConnectionString chosen = hosts;
  chosen.Set("target_session_attrs", "standby");
  Connection asked_for = OpenWritable(chosen);
  EXPECT_TRUE(IsStandby(asked_for)) << "what the user says counts";

  primary.Stop(StopMode::kFast);
  Connection left = OpenWritable(hosts);
  EXPECT_TRUE(IsStandby(left)) << "good enough when there is nothing to write";
  EXPECT_THAT(RefusalOf(left), HasSubstr("is a standby"));
}

TEST_F(WritableTest, SaysWhyNoHostCanBeHad) {
  ConnectionString nobody = database().connection_string();
  nobody.Set("host", "/nonexistent,/nowhere");
  try {
    OpenWritable(nobody);
    ADD_FAILURE() << "connected";
  } catch (const DatabaseError& error) {
    EXPECT_EQ(error.failure(), Failure::kUnreachable);
  }
}

TEST_F(WritableTest, RefusesReadOnlySessions) {
  Connection connection = Connect();
  EXPECT_EQ(RefusalOf(connection), "");
  connection.Execute("SET default_transaction_read_only = on");
  EXPECT_THAT(RefusalOf(connection), HasSubstr("default_transaction_read_only is on"));
}

}  // namespace
}  // namespace lockstep::pg
