// SPDX-License-Identifier: Apache-2.0
// The way to the database: waiting for it, whose password, as which role.
#include "cmd/database_connection.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>
#include <map>
#include <sstream>
#include <thread>

#include "cmd/cli.h"
#include "cmd/testing/program.h"
#include "pg/testing/test_database.h"
#include "sql/testing/temporary_directory.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct Ran {
  ExitCode code;
  std::string text;  // both streams
};

// In a folder with one migration; lockstep.yaml is what the test writes.
class DatabaseConnectionTest : public pg::PostgresTest {
 protected:
  void SetUp() override {
    PostgresTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    std::filesystem::create_directory(directory_.path() / "migrations");
    directory_.Write("migrations/1_a.up.sql", "CREATE TABLE a ();");
  }

  Ran Run(const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment = {}) const {
    std::istringstream in;
    std::ostringstream text;
    Runtime runtime{.in = in,
                    .out = text,
                    .err = text,
                    .environment = [&environment](const std::string& name) -> std::optional<std::string> {
                      const auto found = environment.find(name);
                      return found == environment.end() ? std::nullopt : std::optional(found->second);
                    },
                    .working_directory = directory_.path()};
    std::vector<std::string> all = arguments;
    all.insert(all.end(), {"--dir", directory_.path() / "migrations"});
    if (const auto config = directory_.path() / "lockstep.yaml"; std::filesystem::exists(config)) {
      all.insert(all.end(), {"--config", config});
    }
    const ExitCode code = RunCommandLine(all, runtime);
    return {code, text.str()};
  }

  ProgramProcess Start(const pg::TemporaryCluster& server, std::vector<std::string> options) const {
    std::vector<std::string> arguments = {"--dir", directory_.path() / "migrations", "up"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return ProgramProcess(arguments, {"DATABASE_URL=" + server.Url()});
  }

  const sql::TemporaryDirectory directory_;
};

TEST_F(DatabaseConnectionTest, WaitsForAServerThatIsNotThereYet) {
  pg::TemporaryCluster server;
  server.Stop(pg::StopMode::kFast);
  EXPECT_EQ(Start(server, {}).Wait(), 4);
  EXPECT_EQ(Start(server, {"--wait", "100ms"}).Wait(), 4);
  ProgramProcess process = Start(server, {"--wait", "10m"});
  process.ReadUntil("waiting for the database: ");
  server.Start();
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_THAT(process.output(), HasSubstr("applied 1 migration"));
}

TEST_F(DatabaseConnectionTest, WaitsForAServerThatStarts) {
  pg::TemporaryCluster server({.settings = {{"hot_standby", "off"}}});
  server.BecomeStandby();
  ProgramProcess process = Start(server, {"--wait", "10m"});
  process.ReadUntil("not accepting connections");
  EXPECT_THAT(process.output(), HasSubstr("waiting for the database: "));
  server.Promote();
  EXPECT_EQ(process.Wait(), 0);
}

TEST_F(DatabaseConnectionTest, WaitsForAFreeConnection) {
  pg::TemporaryCluster server;
  pg::Connection connection = pg::Connection::Open(server.Database());
  connection.Execute("CREATE ROLE app LOGIN CONNECTION LIMIT 0; GRANT CREATE ON SCHEMA public TO app");
  ProgramProcess process({"--dir", directory_.path() / "migrations", "up", "--wait", "10m"},
                         {"DATABASE_URL=" + server.Url("postgres", "app")});
  process.ReadUntil("too many connections");
  connection.Execute("ALTER ROLE app CONNECTION LIMIT -1");
  EXPECT_EQ(process.Wait(), 0);
}

TEST_F(DatabaseConnectionTest, StopsWaitingOnASignal) {
  pg::TemporaryCluster server;
  server.Stop(pg::StopMode::kFast);
  ProgramProcess process = Start(server, {"--wait", "10m"});
  process.ReadUntil("waiting for the database: ");
  process.Kill(SIGTERM);
  EXPECT_EQ(process.Wait(), 143);
}

TEST_F(DatabaseConnectionTest, DoesNotWaitWhereWaitingDoesNotHelp) {
  const Ran no_database = Run({"up", "--wait", "10m", "-d", cluster().Url("no_such_database")});
  EXPECT_EQ(no_database.code, ExitCode::kRefused);
  EXPECT_THAT(no_database.text, AllOf(HasSubstr("does not exist"), Not(HasSubstr("waiting"))));
  const pg::TemporaryCluster strict({.authentication = {"local all app scram-sha-256"}});
  pg::Connection::Open(strict.Database()).Execute("CREATE ROLE app LOGIN PASSWORD 'right'");
  const Ran wrong = Run({"up", "--wait", "10m", "-d", strict.Url("postgres", "app") + "&password=wr0ng"});
  EXPECT_EQ(wrong.code, ExitCode::kRefused);
  EXPECT_THAT(wrong.text, AllOf(HasSubstr("password authentication failed"), Not(HasSubstr("waiting")),
                                Not(HasSubstr("wr0ng"))));
}

class PasswordTest : public DatabaseConnectionTest {
 protected:
  void SetUp() override {
    DatabaseConnectionTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    server_.emplace(pg::ClusterOptions{.authentication = {"local all app scram-sha-256"}});
    pg::Connection::Open(server_->Database()).Execute("CREATE ROLE app LOGIN PASSWORD 't0ken'");
    url_ = server_->Url("postgres", "app");
  }

  std::optional<pg::TemporaryCluster> server_;
  std::string url_;
};

TEST_F(PasswordTest, ComesFromThePasswordCommand) {
  directory_.Write("secret", "t0ken\n");
  directory_.Write("lockstep.yaml", "password_command: cat secret\n");
  const Ran ran = Run({"version", "-v", "-d", url_});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.text;
  EXPECT_THAT(ran.text, Not(HasSubstr("t0ken")));
  directory_.Write("secret", "wr0ng\n");
  EXPECT_THAT(Run({"version", "-d", url_}).text, HasSubstr("password authentication failed"));
}

TEST_F(PasswordTest, OfTheUrlAndTheEnvironmentGoBeforeTheCommand) {
  directory_.Write("lockstep.yaml", "password_command: touch was-run && echo wr0ng\n");
  EXPECT_EQ(Run({"version", "-d", url_ + "&password=t0ken"}).code, ExitCode::kOk);
  // libpq reads the process's environment, not the test's.
  ::setenv("PGPASSWORD", "t0ken", 1);
  EXPECT_EQ(Run({"version", "-d", url_}, {{"PGPASSWORD", "t0ken"}}).code, ExitCode::kOk);
  ::unsetenv("PGPASSWORD");
  EXPECT_FALSE(std::filesystem::exists(directory_.path() / "was-run"));
}

TEST_F(PasswordTest, CommandThatFailsIsAConfigurationError) {
  directory_.Write("lockstep.yaml", "password_command: exit 4\n");
  const Ran ran = Run({"version", "-d", url_});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.text, HasSubstr("password_command failed with exit code 4"));
}

TEST_F(PasswordTest, ThatEverybodyMayReadIsWarnedOf) {
  const auto config = directory_.Write("lockstep.yaml", fmt::format("database: {}&password=t0ken\n", url_));
  using std::filesystem::perms;
  std::filesystem::permissions(config, perms::owner_read | perms::owner_write);
  EXPECT_EQ(Run({"version"}).text, "0\n");
  std::filesystem::permissions(config, perms::others_read, std::filesystem::perm_options::add);
  const Ran warned = Run({"version"});
  EXPECT_THAT(warned.text, AllOf(StartsWith("lockstep: warning: lockstep.yaml has a password in it"),
                                 HasSubstr("chmod o-r lockstep.yaml"), Not(HasSubstr("t0ken"))));
  directory_.Write("lockstep.yaml", fmt::format("database: {}&password=${{TOKEN}}\n", url_));
  EXPECT_EQ(Run({"version"}, {{"TOKEN", "t0ken"}}).text, "0\n");
  directory_.Write("lockstep.yaml", fmt::format("database: {}&password=${{TOKEN:-t0ken}}\n", url_));
  EXPECT_THAT(Run({"version"}).text, HasSubstr("has a password in it"));
}

class RoleTest : public DatabaseConnectionTest {
 protected:
  void SetUp() override {
    DatabaseConnectionTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    // Roles are the whole server's: this one is shared.
    Connect().Execute(
        "CREATE ROLE \"Migr ator\"; CREATE ROLE other; CREATE ROLE app LOGIN; GRANT \"Migr ator\" TO app");
    Connect().Execute(fmt::format("ALTER SCHEMA public OWNER TO \"Migr ator\""));
    url_ = database().Url("app");
  }
  void TearDown() override {
    if (!IsSkipped())
      Connect().Execute(
          "DROP OWNED BY app, \"Migr ator\", other CASCADE; DROP ROLE app, \"Migr ator\", other");
    DatabaseConnectionTest::TearDown();
  }

  std::string url_;
};

TEST_F(RoleTest, OwnsWhatIsMadeWhileTheHistoryKeepsBoth) {
  directory_.Write("lockstep.yaml", "role: Migr ator\n");
  directory_.Write("migrations/2_b.up.sql", "SET ROLE NONE; RESET ROLE; CREATE TABLE b ();");
  directory_.Write("migrations/3_c.up.sql", "RESET SESSION AUTHORIZATION; CREATE TABLE c ();");
  directory_.Write("migrations/4_d.up.sql", "CREATE TABLE d ();");
  const Ran ran = Run({"up", "-d", url_});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.text;
  pg::Connection connection = Connect();
  EXPECT_EQ(
      connection
          .Query("SELECT string_agg(DISTINCT tableowner, ',') FROM pg_tables WHERE schemaname = 'public'")
          .Text(0, 0),
      "Migr ator");
  const pg::Result history =
      connection.Query("SELECT DISTINCT applied_by, role, host <> '' FROM lockstep_history");
  ASSERT_EQ(history.rows(), 1U);
  EXPECT_EQ(history.Text(0, 0), "app");
  EXPECT_EQ(history.Text(0, 1), "Migr ator");
  EXPECT_TRUE(history.Bool(0, 2));
}

TEST_F(RoleTest, ThatCannotBeTakenIsRefused) {
  directory_.Write("lockstep.yaml", "role: other\n");
  const Ran forbidden = Run({"up", "-d", url_});
  EXPECT_EQ(forbidden.code, ExitCode::kRefused);
  EXPECT_THAT(forbidden.text, HasSubstr("permission denied to set role \"other\""));
  directory_.Write("lockstep.yaml", "role: nobody_at_all\n");
  const Ran missing = Run({"up", "-d", url_});
  EXPECT_EQ(missing.code, ExitCode::kRefused);
  EXPECT_THAT(missing.text, HasSubstr("role \"nobody_at_all\" does not exist"));
}

TEST_F(RoleTest, OfTheUrlGoesBeforeTheConfigurations) {
  directory_.Write("lockstep.yaml", "role: Migr ator\n");
  Connect().Execute("GRANT CREATE ON SCHEMA public TO app");
  EXPECT_EQ(Run({"up", "-d", url_ + "&options=-c%20role%3Dapp"}).code, ExitCode::kOk);
  EXPECT_EQ(Connect().Query("SELECT role FROM lockstep_history").Text(0, 0), "app");
}

}  // namespace
}  // namespace lockstep::cmd
