// SPDX-License-Identifier: Apache-2.0
// Temporary servers start everywhere, and nothing is left of them.
#include "pg/testing/temporary_cluster.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "pg/connection.h"
#include "pg/error.h"
#include "pg/testing/server_binaries.h"
#include "pg/testing/test_database.h"

namespace lockstep::pg {
namespace {

using std::filesystem::path;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using namespace std::chrono_literals;

// An environment variable with another value for as long as it lives.
class EnvironmentVariable {
 public:
  EnvironmentVariable(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  ~EnvironmentVariable() {
    if (old_) {
      ::setenv(name_, old_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

pid_t ServerProcess(const TemporaryCluster& cluster) {
  pid_t process = 0;
  std::ifstream(cluster.socket_directory() / "data" / "postmaster.pid") >> process;
  return process;
}

bool IsRunning(pid_t process) { return ::kill(process, 0) == 0 || errno != ESRCH; }

// It removes its files before it exits, and whoever inherited it takes a moment to bury it.
bool Ends(pid_t process) {
  for (int i = 0; i < 100 && IsRunning(process); ++i) std::this_thread::sleep_for(50ms);
  return !IsRunning(process);
}

// For the policy of PostgresTest: skips where there is no server.
class TemporaryClusterTest : public PostgresTest {};

TEST_F(TemporaryClusterTest, LeavesNothingBehind) {
  path directory;
  pid_t process = 0;
  {
    const TemporaryCluster server;
    directory = server.socket_directory();
    process = ServerProcess(server);
    EXPECT_TRUE(Connection::Open(server.Database()).ok());
    EXPECT_TRUE(IsRunning(process));
  }
  EXPECT_FALSE(std::filesystem::exists(directory));
  EXPECT_TRUE(Ends(process));
}

TEST_F(TemporaryClusterTest, LeavesNothingBehindWhenItsOwnerIsKilled) {
  std::array<int, 2> pipe{};
  ASSERT_EQ(::pipe(pipe.data()), 0);
  const pid_t owner = ::fork();
  if (owner == 0) {
    const TemporaryCluster server;
    const std::string report =
        std::to_string(ServerProcess(server)) + " " + server.socket_directory().native() + "\n";
    if (::write(pipe[1], report.data(), report.size()) < 0) ::_exit(1);
    ::pause();
  }
  ::close(pipe[1]);
  std::string report;
  for (char c = 0; ::read(pipe[0], &c, 1) == 1 && c != '\n';) report += c;
  ::close(pipe[0]);
  ::kill(owner, SIGKILL);
  ::waitpid(owner, nullptr, 0);

  const pid_t process = std::stoi(report);
  const path directory = report.substr(report.find(' ') + 1);
  for (int i = 0; i < 100 && std::filesystem::exists(directory); ++i) std::this_thread::sleep_for(50ms);
  EXPECT_FALSE(std::filesystem::exists(directory)) << directory;
  EXPECT_TRUE(Ends(process));
}

TEST_F(TemporaryClusterTest, StopsAndStartsAgainWithItsData) {
  TemporaryCluster server;
  Connection::Open(server.Database()).Execute("CREATE TABLE t ()");
  for (const StopMode mode : {StopMode::kSmart, StopMode::kFast, StopMode::kImmediate}) {
    server.Stop(mode);
    EXPECT_THROW(Connection::Open(server.Database()), DatabaseError);
    server.Start();
    EXPECT_EQ(Connection::Open(server.Database()).Query("TABLE t").rows(), 0U);
  }
}

TEST_F(TemporaryClusterTest, AStandbyIsReadOnly) {
  TemporaryCluster server;
  server.BecomeStandby();
  Connection connection = Connection::Open(server.Database());
  EXPECT_EQ(connection.parameter("in_hot_standby"), "on");
  try {
    connection.Execute("CREATE TABLE t ()");
    ADD_FAILURE() << "written";
  } catch (const DatabaseError& error) {
    EXPECT_TRUE(error.IsReadOnly()) << error.what();
  }
}

TEST_F(TemporaryClusterTest, KeepsWhatWasCommittedWhenItCrashes) {
  TemporaryCluster server;
  Connection::Open(server.Database()).Execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  server.Stop(StopMode::kImmediate);
  server.Start();
  EXPECT_EQ(Connection::Open(server.Database()).Query("TABLE t").rows(), 1U);
}

TEST_F(TemporaryClusterTest, IsUtf8AndLocaleC) {
  Connection connection = Connect();
  EXPECT_EQ(connection.Query("SHOW server_encoding").Text(0, 0), "UTF8");
  EXPECT_EQ(connection.Query("SHOW lc_messages").Text(0, 0), "C");
  EXPECT_EQ(
      connection.Query("SELECT datcollate FROM pg_database WHERE datname = current_database()").Text(0, 0),
      "C");
}

TEST_F(TemporaryClusterTest, ListensOnItsSocketOnlyUnlessTold) {
  EXPECT_EQ(Connect().Query("SHOW listen_addresses").Text(0, 0), "");
  const TemporaryCluster server({.tcp = true});
  EXPECT_TRUE(
      Connection::Open(ConnectionString::To("127.0.0.1", server.port(), "postgres", "postgres")).ok());
}

TEST_F(TemporaryClusterTest, TakesSettingsAndItsUrlLeadsToIt) {
  const TemporaryCluster server({.settings = {{"search_path", "a, \"it's\""}}});
  Connection connection = Connection::Open(ConnectionString::Parse(server.Url()));
  EXPECT_EQ(connection.Query("SHOW search_path").Text(0, 0), "a, \"it's\"");
}

TEST_F(TemporaryClusterTest, ShowsTheLogWhenTheServerDoesNotStart) {
  try {
    const TemporaryCluster server({.settings = {{"no_such_setting", "1"}}});
    ADD_FAILURE() << "started";
  } catch (const DatabaseError& error) {
    EXPECT_THAT(error.what(), HasSubstr("unrecognized configuration parameter \"no_such_setting\""));
  }
}

TEST_F(TemporaryClusterTest, StartsWhereTheTemporaryDirectoryCannotHoldASocket) {
  const path too_long = path(::testing::TempDir()) / std::string(100, 'x');
  std::filesystem::create_directories(too_long);
  const EnvironmentVariable tmpdir("TMPDIR", too_long);
  const TemporaryCluster server;
  EXPECT_THAT(server.socket_directory().native(), ::testing::Not(StartsWith(too_long.native())));
  std::filesystem::remove_all(too_long);
}

TEST_F(TemporaryClusterTest, StartsWhereTheTemporaryDirectoryIsClosedToOthers) {
  const path closed = path(::testing::TempDir()) / "closed";
  std::filesystem::create_directories(closed);
  std::filesystem::permissions(closed, std::filesystem::perms::owner_all);
  const EnvironmentVariable tmpdir("TMPDIR", closed);
  { const TemporaryCluster server; }
  std::filesystem::remove_all(closed);
}

TEST_F(TemporaryClusterTest, StartsInTheTemporaryDirectoryWhereItCan) {
  const path open = path(::testing::TempDir()) / "open";
  std::filesystem::create_directories(open);
  const EnvironmentVariable tmpdir("TMPDIR", open);
  { EXPECT_THAT(TemporaryCluster().socket_directory().native(), StartsWith(open.native() + "/")); }
  std::filesystem::remove_all(open);
}

TEST_F(TemporaryClusterTest, RefusesABinaryDirectoryWithoutServer) {
  const EnvironmentVariable override_directory("LOCKSTEP_POSTGRES_BINDIR", "/nonexistent");
  EXPECT_THROW(FindServerBinaries(), DatabaseError);
}

TEST_F(TemporaryClusterTest, IsOfTheVersionAskedFor) {
  const int newest = Connect().server_version() / 10'000;
  for (int version = 14; version <= 18; ++version) {
    const EnvironmentVariable wanted("LOCKSTEP_TEST_PG", std::to_string(version));
    try {
      FindServerBinaries();
    } catch (const DatabaseError& error) {
      EXPECT_NE(version, newest) << error.what();
      EXPECT_THAT(error.what(), HasSubstr("scripts/postgres " + std::to_string(version) + " fetches one"));
      continue;
    }
    const TemporaryCluster server;
    EXPECT_EQ(Connection::Open(server.Database()).server_version() / 10'000, version);
  }
}

TEST_F(TemporaryClusterTest, ADatabaseIsMadeFromATemplateAndDroppedWhileInUse) {
  Connect().Execute("CREATE TABLE from_template ()");
  std::string name;
  {
    const TestDatabase copy(cluster(), database().name());
    name = copy.name();
    Connection connection = copy.Connect();
    EXPECT_EQ(connection.Query("TABLE from_template").rows(), 0U);
  }
  EXPECT_EQ(Connect().Query("SELECT 1 FROM pg_database WHERE datname = $1", {name}).rows(), 0U);
}

}  // namespace
}  // namespace lockstep::pg
