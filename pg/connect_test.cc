// SPDX-License-Identifier: Apache-2.0
// Connections that cannot be had, each for its real reason.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/server_directory.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

DatabaseError FailureOf(const ConnectionString& database, Waiting waiting = {}) {
  try {
    Connection::Open(database, std::move(waiting));
  } catch (const DatabaseError& error) {
    return error;
  }
  ADD_FAILURE() << "connected to " << database.Display();
  return DatabaseError(Failure::kStatement, "connected");
}

// Listens on 127.0.0.1 and never answers.
class SilentServer {
 public:
  explicit SilentServer(int backlog) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    EXPECT_EQ(::bind(socket_, Generic(), sizeof(address_)), 0);
    EXPECT_EQ(::listen(socket_, backlog), 0);
    socklen_t size = sizeof(address_);
    EXPECT_EQ(::getsockname(socket_, Generic(), &size), 0);
  }
  ~SilentServer() {
    ::close(socket_);
    if (filler_ >= 0) ::close(filler_);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  // The kernel drops connection requests that do not fit into the backlog, as a dead machine does.
  void FillBacklog() {
    filler_ = ::socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(::connect(filler_, Generic(), sizeof(address_)), 0);
  }

  int port() const { return ntohs(address_.sin_port); }
  ConnectionString connection_string() const { return ConnectionString::To("127.0.0.1", port(), "d", "u"); }

 private:
  sockaddr* Generic() { return reinterpret_cast<sockaddr*>(&address_); }

  sockaddr_in address_{AF_INET, 0, {htonl(INADDR_LOOPBACK)}, {}};
  int socket_;
  int filler_ = -1;
};

class ConnectTest : public PostgresTest {
 protected:
  ConnectionString With(std::string_view keyword, std::string value) const {
    ConnectionString changed = database().connection_string();
    changed.Set(keyword, std::move(value));
    return changed;
  }
};

TEST_F(ConnectTest, IsUnreachableWhereNobodyListens) {
  const DatabaseError no_socket = FailureOf(With("host", "/nonexistent"));
  EXPECT_EQ(no_socket.failure(), Failure::kUnreachable);
  EXPECT_EQ(no_socket.sqlstate(), "");
  EXPECT_THAT(no_socket.what(), HasSubstr("No such file or directory"));

  const DatabaseError refused = FailureOf(ConnectionString::To("127.0.0.1", FreePort(), "d", "u"));
  EXPECT_EQ(refused.failure(), Failure::kUnreachable);
  EXPECT_THAT(refused.what(), HasSubstr("Connection refused"));

  EXPECT_EQ(FailureOf(With("host", "no-such-host.invalid")).failure(), Failure::kUnreachable);
}

TEST_F(ConnectTest, IsRefusedByAServerThatDoesNotKnowTheNames) {
  const DatabaseError no_database = FailureOf(With("dbname", "no_such_database"));
  EXPECT_EQ(no_database.failure(), Failure::kRefused);
  EXPECT_EQ(no_database.sqlstate(), "3D000");
  EXPECT_THAT(no_database.what(), HasSubstr("FATAL:  database \"no_such_database\" does not exist"));
  EXPECT_THAT(no_database.what(), Not(HasSubstr("3D000"))) << "libpq's text is shown as psql shows it";
  EXPECT_THAT(no_database.what(), Not(HasSubstr("LOCATION")));

  EXPECT_EQ(FailureOf(With("user", "no_such_role")).failure(), Failure::kRefused);
}

TEST_F(ConnectTest, IsRefusedByMissingPrivileges) {
  Connection connection = Connect();
  connection.Execute("CREATE ROLE nologin_role NOLOGIN");
  EXPECT_EQ(FailureOf(With("user", "nologin_role")).failure(), Failure::kRefused);
  connection.Execute("ALTER ROLE nologin_role LOGIN; REVOKE CONNECT ON DATABASE " + database().name() +
                     " FROM PUBLIC");
  const DatabaseError error = FailureOf(With("user", "nologin_role"));
  connection.Execute("DROP ROLE nologin_role");
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_EQ(error.sqlstate(), "42501");
  EXPECT_EQ(error.detail(), "User does not have CONNECT privilege.");
}

TEST_F(ConnectTest, IsRefusedByAnUnknownSetting) {
  const DatabaseError error = FailureOf(ConnectionString::Parse(database().Url() + "&sslmod=disable"));
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(), HasSubstr("unrecognized configuration parameter \"sslmod\""));
}

TEST_F(ConnectTest, IsUnreachableWhileAllConnectionsAreTaken) {
  Connection connection = Connect();
  connection.Execute("CREATE ROLE limited LOGIN CONNECTION LIMIT 0");
  const DatabaseError error = FailureOf(With("user", "limited"));
  connection.Execute("DROP ROLE limited");
  EXPECT_EQ(error.failure(), Failure::kUnreachable);
  EXPECT_EQ(error.sqlstate(), "53300");
}

TEST_F(ConnectTest, CannotBeTriedWithBadParameters) {
  EXPECT_EQ(FailureOf(With("port", "abc")).failure(), Failure::kBadParameters);
  EXPECT_EQ(FailureOf(With("sslmode", "perhaps")).failure(), Failure::kBadParameters);
  EXPECT_EQ(FailureOf(With("port", "1,2,3")).failure(), Failure::kBadParameters);
}

TEST_F(ConnectTest, TellsOneReasonOnceAndTriesAllHosts) {
  const std::string hosts = "/nonexistent," + cluster().socket_directory().native();
  EXPECT_TRUE(Connection::Open(With("host", hosts)).ok());

  ConnectionString wrong = With("host", hosts);
  wrong.Set("dbname", "no_such_database");
  const DatabaseError error = FailureOf(wrong);
  EXPECT_EQ(error.failure(), Failure::kRefused) << "the last host decides";
  EXPECT_THAT(error.what(), AllOf(HasSubstr("No such file or directory"), HasSubstr("does not exist")));
}

TEST_F(ConnectTest, GivesUpOnAServerThatDoesNotAnswer) {
  const SilentServer server(1);
  ConnectionString database = server.connection_string();
  database.Set("connect_timeout", "1");
  const auto begin = steady_clock::now();
  const DatabaseError error = FailureOf(database);
  EXPECT_LT(steady_clock::now() - begin, 8s);
  EXPECT_EQ(error.failure(), Failure::kUnreachable);
  EXPECT_EQ(error.hint(), "no answer within 1 s from 127.0.0.1, port " + std::to_string(server.port()));
}

TEST_F(ConnectTest, GoesOnToTheNextHostWhenOneIsDead) {
  SilentServer dead(0);
  dead.FillBacklog();
  ConnectionString database = With("host", "127.0.0.1," + cluster().socket_directory().native());
  database.Set("port", std::to_string(dead.port()) + "," + std::to_string(cluster().port()));
  database.Set("connect_timeout", "1");
  const auto begin = steady_clock::now();
  EXPECT_TRUE(Connection::Open(database).ok());
  EXPECT_GT(steady_clock::now() - begin, 900ms) << "the first host was not dead";
  EXPECT_LT(steady_clock::now() - begin, 8s);
}

TEST_F(ConnectTest, IsInterruptible) {
  const SilentServer server(1);
  Interrupt interrupt;
  interrupt.Raise();
  const DatabaseError error = FailureOf(server.connection_string(), {.interrupt = &interrupt});
  EXPECT_EQ(error.failure(), Failure::kUnreachable);
  EXPECT_THAT(error.what(), HasSubstr("interrupted"));
}

TEST_F(ConnectTest, IsRefusedWithAWrongPasswordAndNeverShowsIt) {
  const TemporaryCluster strict(
      {.authentication = {"local all alice scram-sha-256", "local all bob reject"}});
  Connection::Open(strict.Database())
      .Execute("CREATE ROLE alice LOGIN PASSWORD 'it''s/@:?#% s3cret'; CREATE ROLE bob LOGIN");
  ConnectionString alice = strict.Database("postgres", "alice");

  const DatabaseError missing = FailureOf(alice);
  EXPECT_EQ(missing.failure(), Failure::kRefused);
  EXPECT_THAT(missing.what(), HasSubstr("no password supplied"));

  alice.Set("password", "guessed-wr0ng");
  const DatabaseError wrong = FailureOf(alice);
  EXPECT_EQ(wrong.failure(), Failure::kRefused);
  EXPECT_EQ(wrong.sqlstate(), "28P01");
  EXPECT_THAT(wrong.what(),
              AllOf(HasSubstr("password authentication failed"), Not(HasSubstr("guessed-wr0ng"))));

  const std::string url = strict.Url("postgres", "alice") + "&password=it%27s%2F%40%3A%3F%23%25%20s3cret";
  EXPECT_TRUE(Connection::Open(ConnectionString::Parse(url)).ok());
  EXPECT_THAT(ConnectionString::Parse(url).Display(), Not(HasSubstr("s3cret")));

  const DatabaseError no_entry = FailureOf(strict.Database("postgres", "bob"));
  EXPECT_EQ(no_entry.failure(), Failure::kRefused);
  EXPECT_EQ(no_entry.sqlstate(), "28000");
}

TEST_F(ConnectTest, IsRefusedWithoutTheTlsItInsistsOn) {
  const TemporaryCluster plain({.tcp = true});
  ConnectionString database = ConnectionString::To("127.0.0.1", plain.port(), "postgres", "postgres");
  EXPECT_TRUE(Connection::Open(database).ok());
  database.Set("sslmode", "require");
  const DatabaseError error = FailureOf(database);
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(), HasSubstr("server does not support SSL, but SSL was required"));
}

TEST_F(ConnectTest, IsUnreachableWhileTheServerRecovers) {
  TemporaryCluster standby({.settings = {{"hot_standby", "off"}}});
  standby.BecomeStandby();
  const DatabaseError error = FailureOf(standby.Database());
  EXPECT_EQ(error.failure(), Failure::kUnreachable);
  EXPECT_EQ(error.sqlstate(), "57P03");
}

TEST_F(ConnectTest, IsRefusedByAStandbyWhenItHasToWrite) {
  TemporaryCluster standby;
  standby.BecomeStandby();
  ConnectionString database = standby.Database();
  EXPECT_EQ(Connection::Open(database).parameter("in_hot_standby"), "on");
  database.Set("target_session_attrs", "read-write");
  const DatabaseError error = FailureOf(database);
  EXPECT_EQ(error.failure(), Failure::kRefused);
  EXPECT_THAT(error.what(), HasSubstr("session is read-only"));
}

}  // namespace
}  // namespace lockstep::pg
