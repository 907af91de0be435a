// SPDX-License-Identifier: Apache-2.0
// up, down, status, version and plan as a user meets them: what they print, and their exit codes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <optional>
#include <sstream>
#include <thread>

#include "cmd/cli.h"
#include "cmd/testing/command_fixture.h"

namespace lockstep::cmd {
namespace {

using Json = nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using namespace std::chrono_literals;

TEST_F(CommandTest, AppliesAndThenHasNothingToDo) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("1_a.down.sql", "DROP TABLE a;");
  const Ran first = Run({"up"});
  EXPECT_EQ(first.code, ExitCode::kOk);
  EXPECT_THAT(first.out, IsEmpty());
  EXPECT_THAT(first.err, AllOf(StartsWith("applied 1 a ("), HasSubstr("\napplied 1 migration in ")));
  const Ran second = Run({"up"});
  EXPECT_EQ(second.code, ExitCode::kOk);
  EXPECT_EQ(second.err, "nothing to apply\n");
  const Ran down = Run({"down"});
  EXPECT_EQ(down.code, ExitCode::kOk);
  EXPECT_THAT(down.err, AllOf(StartsWith("reverted 1 a ("), HasSubstr("\nreverted 1 migration in ")));
  EXPECT_EQ(Run({"down"}).err, "nothing to revert\n");
  EXPECT_THAT(Run({"up", "-q"}).err, IsEmpty());
}

TEST_F(CommandTest, RunsTheSectionsOfAFile) {
  Write("1_a.sql", "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\nSELECT 1 / 0;\n");
  const Ran up = Run({"up"});
  EXPECT_EQ(up.code, ExitCode::kOk) << up.err;
  EXPECT_EQ(Run({"status"}).code, ExitCode::kOk);
  const Ran down = Run({"down"});
  EXPECT_EQ(down.code, ExitCode::kFailed);
  EXPECT_THAT(down.err, HasSubstr(PathOf("1_a.sql") + ":5:1: ERROR 22012: division by zero\n"));
  Write("1_a.sql", "-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n");
  EXPECT_EQ(Run({"down"}).code, ExitCode::kOk);
}

TEST_F(CommandTest, ShowsStatusAndVersion) {
  EXPECT_EQ(Run({"version"}).out, "0\n");
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_longer_name.up.sql", "CREATE TABLE b ();");
  ASSERT_EQ(Run({"up", "1"}).code, ExitCode::kOk);
  const Ran status = Run({"status"});
  EXPECT_EQ(status.code, ExitCode::kOk);
  EXPECT_THAT(status.out, StartsWith("version  name         state    applied at\n"
                                     "1        a            applied  20"));
  EXPECT_THAT(status.out, HasSubstr("\n2        longer_name  pending\ncurrent version 1, 1 pending\n"));
  EXPECT_EQ(Run({"version"}).out, "1\n");
  EXPECT_EQ(Json::parse(Run({"version", "--json"}).out), Json({{"version", 1}, {"current", "1"}}));
}

TEST_F(CommandTest, WritesTheStatusDocument) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_b.up.sql", "CREATE TABLE b ();");
  Run({"up", "1"});
  const Json document = Json::parse(Run({"status", "--json"}).out);
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("current"), "1");
  EXPECT_EQ(document.at("pending"), 1);
  const Json& applied = document.at("migrations").at(0);
  EXPECT_EQ(applied.at("version"), "1");
  EXPECT_EQ(applied.at("name"), "a");
  EXPECT_EQ(applied.at("state"), "applied");
  EXPECT_THAT(applied.at("applied_at").get<std::string>(), ::testing::MatchesRegex("20[0-9-]+T[0-9:]+Z"));
  EXPECT_EQ(applied.at("applied_by"), "postgres");
  EXPECT_TRUE(applied.at("duration_ms").is_number_integer());
  EXPECT_EQ(applied.at("checksum").get<std::string>().size(), 64U);
  EXPECT_EQ(document.at("migrations").at(1).at("state"), "pending");
}

TEST_F(CommandTest, PlansWithoutTouchingAnything) {
  Write("1_a.up.sql", "CREATE TABLE a (id int);");
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON a (id);");
  const Ran text = Run({"plan"});
  EXPECT_EQ(text.code, ExitCode::kOk);
  EXPECT_THAT(text.out, AllOf(HasSubstr("1 a  ("), HasSubstr("one transaction"),
                              HasSubstr("outside of a transaction")));
  const Json document = Json::parse(Run({"plan", "--json"}).out);
  EXPECT_EQ(document.at("version"), 1);
  EXPECT_EQ(document.at("migrations").size(), 2U);
  EXPECT_EQ(document.at("migrations").at(0).at("transactional"), true);
  EXPECT_EQ(document.at("migrations").at(1).at("transactional"), false);
  EXPECT_TRUE(document.at("problems").empty());
  EXPECT_EQ(Connect()
                .Query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
                .Int64(0, 0),
            0);
}

TEST_F(CommandTest, ShowsWhereAMigrationFailed) {
  Write("1_a.up.sql", "CREATE TABLE a ();\n\n  SELECT * FROM missing;\n");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kFailed);
  EXPECT_EQ(ran.err, PathOf("1_a.up.sql") +
                         ":3:17: ERROR 42P01: relation \"missing\" does not exist\n"
                         "    3 |   SELECT * FROM missing;\n"
                         "      |                 ^\n"
                         "1 a failed; nothing of it was applied\n"
                         "0 applied, 1 not\n");
}

TEST_F(CommandTest, SaysThatWhatACallHasCommittedStays) {
  Write("1_a.up.sql",
        "CREATE TABLE t (a int);\n"
        "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; "
        "RAISE EXCEPTION 'no'; END $$;");
  Write("2_b.up.sql", "CALL fill();");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kFailed);
  EXPECT_THAT(ran.err,
              HasSubstr("2 b failed; what this statement committed before it failed stays: look what "
                        "that is; `lockstep up` runs the statement again, from its beginning\n"));
  EXPECT_EQ(Column("SELECT a FROM t"), std::vector<std::string>{"1"});
  EXPECT_THAT(Run({"up", "--json"}).out, HasSubstr("\"rolled_back\":false"));
}

TEST_F(CommandTest, ShowsDetailHintAndContext) {
  Write("1_a.up.sql",
        "DO $$ BEGIN RAISE EXCEPTION 'no' USING DETAIL = 'some detail', HINT = 'some hint'; END $$;");
  EXPECT_THAT(Run({"up"}).err, AllOf(HasSubstr("  DETAIL: some detail\n"), HasSubstr("  HINT: some hint\n"),
                                     HasSubstr("  CONTEXT: PL/pgSQL function inline_code_block")));
}

TEST_F(CommandTest, NamesEveryProblemOfTheDirectory) {
  Write("1_a.up.sql", "SELECT 1;");
  Write("1_b.up.sql", "SELECT 1;");
  Write("2_c.down.sql", "SELECT 1;");
  Write("3_d.up.sql", "SELECT '\xff';");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("1_b.up.sql"), HasSubstr("2_c.down.sql"), HasSubstr("3_d.up.sql"),
                             HasSubstr("3 problems in the migrations directory; nothing was run")));
}

TEST_F(CommandTest, RefusesFilesThatCannotBeRun) {
  Write("1_a.up.sql", "CREATE TABLE a (id int);\nROLLBACK;");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.err,
              AllOf(StartsWith(PathOf("1_a.up.sql") + ":2:1: error: "), HasSubstr("nothing was run\n")));
}

TEST_F(CommandTest, SaysHowFarAFileOfSeveralStepsHasCome) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nVACUUM a;\nSELECT 1/0;");
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kFailed);
  EXPECT_THAT(ran.err,
              HasSubstr("1 a failed; 2 of its 3 statements are done and stay: mend the rest of the file, "
                        "then `lockstep up` goes on behind them\n"));
}

TEST_F(CommandTest, EndsWithThreeWhenALockCouldNotBeHad) {
  Connect().Execute("CREATE TABLE a ()");
  Write("1_a.up.sql", "ALTER TABLE a ADD COLUMN b int;");
  pg::Connection other = Connect();
  other.Execute("BEGIN; LOCK TABLE a");
  const Ran ran = Run({"up", "--table-lock-budget", "10ms", "--retries", "1"});
  EXPECT_EQ(ran.code, ExitCode::kLockTimeout);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("ERROR 55P03"), HasSubstr("attempt 1 of 2 at 1 a")));
}

TEST_F(CommandTest, EndsWithFourWhereNoServerIs) {
  Write("1_a.up.sql", "SELECT 1;");
  url_ = fmt::format("postgres://app:s3cret@/none?host={}&port=1", directory_.path().string());
  const Ran ran = Run({"up"});
  EXPECT_EQ(ran.code, ExitCode::kUnreachable);
  EXPECT_THAT(ran.err, StartsWith("lockstep: error: "));
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("s3cret")));
}

TEST_F(CommandTest, EndsWithSixOnAConflict) {
  Write("2_a.up.sql", "SELECT 2;");
  Write("4_c.up.sql", "SELECT 4;");
  ASSERT_EQ(Run({"up"}).code, ExitCode::kOk);
  Write("3_late.up.sql", "SELECT 3;");
  const Ran late = Run({"up"});
  EXPECT_EQ(late.code, ExitCode::kConflict);
  EXPECT_THAT(late.err, AllOf(HasSubstr("3 late: it comes late"), HasSubstr("nothing was run\n")));
  EXPECT_EQ(Run({"plan"}).code, ExitCode::kConflict);
  Remove("3_late.up.sql");
  Write("2_a.up.sql", "SELECT 22;");
  const Ran changed = Run({"up"});
  EXPECT_EQ(changed.code, ExitCode::kConflict);
  EXPECT_THAT(changed.err, HasSubstr("2 a: its file was changed"));
  Remove("2_a.up.sql");
  const Ran missing = Run({"up"});
  EXPECT_EQ(missing.code, ExitCode::kConflict);
  EXPECT_THAT(missing.err, HasSubstr("2 a: it is applied, but its file is not there"));
}

TEST_F(CommandTest, EndsWithSevenWithoutPrivilege) {
  Connect().Execute("CREATE ROLE run_test_guest LOGIN; REVOKE CREATE ON SCHEMA public FROM public");
  Write("1_a.up.sql", "SELECT 1;");
  url_ = database().Url("run_test_guest");
  const Ran ran = Run({"up"});
  Connect().Execute("DROP ROLE run_test_guest");
  EXPECT_EQ(ran.code, ExitCode::kRefused);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("history_table"), HasSubstr("grant CREATE on schema public")));
}

TEST(RunCommandWithPasswordTest, EndsWithSevenOnAWrongOneAndShowsNone) {
  std::optional<pg::TemporaryCluster> cluster;
  try {
    cluster.emplace(pg::ClusterOptions{.authentication = {"local all locked scram-sha-256"}});
  } catch (const pg::DatabaseError& error) {
    if (std::getenv("CI") != nullptr) FAIL() << error.what();
    GTEST_SKIP() << error.what();
  }
  pg::Connection::Open(cluster->Database()).Execute("CREATE ROLE locked LOGIN PASSWORD 'right'");
  const std::string url = fmt::format("postgres://locked:s3cret@/postgres?host={}&port={}",
                                      cluster->socket_directory().string(), cluster->port());
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  Runtime runtime{.in = in,
                  .out = out,
                  .err = err,
                  .environment = [](const std::string&) { return std::nullopt; },
                  .working_directory = "/"};
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"version", "-d", url}, {"version", "-v", "--json", "-d", url}}) {
    EXPECT_EQ(RunCommandLine(command, runtime), ExitCode::kRefused);
  }
  EXPECT_THAT(err.str(), HasSubstr("password authentication failed"));
  EXPECT_THAT(out.str() + err.str(), Not(HasSubstr("s3cret")));
}

TEST_F(CommandTest, WritesOneEventALine) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nDO $$ BEGIN RAISE NOTICE 'hello'; END $$;");
  Write("2_b.up.sql", "SELECT 'ä', nothing;");
  const Ran ran = Run({"up", "--json"});
  EXPECT_EQ(ran.code, ExitCode::kFailed);
  EXPECT_THAT(ran.err, IsEmpty());
  EXPECT_THAT(ran.Events(), ElementsAre("lock_acquired", "migration_started", "statement_finished", "notice",
                                        "statement_finished", "migration_finished", "migration_started",
                                        "migration_failed", "finished"));
  const std::vector<Json> lines = ran.Lines();
  EXPECT_EQ(lines[7].at("error").at("sqlstate"), "42703");
  EXPECT_EQ(lines[7].at("error").at("line"), 1);
  EXPECT_EQ(lines[7].at("error").at("column"), 13);
  EXPECT_EQ(lines[8].at("outcome"), "failed");
  EXPECT_EQ(lines[8].at("finished"), 1);
  EXPECT_EQ(lines[8].at("remaining"), 1);
}

TEST_F(CommandTest, WritesErrorsAsEvents) {
  Write("1_a.up.sql", "ROLLBACK;");
  const Ran ran = Run({"up", "--json"});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.Events(), ElementsAre("error", "finished"));
}

TEST_F(CommandTest, WritesHowFarAnIndexBuildIs) {
  Write("1_a.up.sql",
        "CREATE TABLE a AS SELECT generate_series(1, 100) AS n;\n"
        "CREATE FUNCTION slow(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(0.01); RETURN $1; END $$;");
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON a (slow(n));");
  std::vector<std::string> phases;
  for (const nlohmann::json& line : Run({"up", "--json"}).Lines()) {
    if (line["event"] == "progress") phases.push_back(line["phase"]);
  }
  EXPECT_THAT(phases, Contains(HasSubstr("building index")));
}

TEST_F(CommandTest, WritesWhyThereIsNoRunAsAnEvent) {
  const Ran ran = Run({"up", "--json", "-d", "postgres://127.0.0.1:1/shop"});
  EXPECT_EQ(ran.code, ExitCode::kUnreachable);
  ASSERT_THAT(ran.Events(), ElementsAre("error"));
  EXPECT_THAT(ran.Lines()[0]["message"].get<std::string>(), HasSubstr("Connection refused"));
}

TEST_F(CommandTest, WritesPathsThatAreNoUtf8AsNearAsTheyCanBe) {
  std::filesystem::create_directory(PathOf("m\xff"));
  Write("m\xff/1_a.up.sql", "ROLLBACK;");
  const Ran ran =
      RunIn(directory_.path(), {"up", "--json", "--dir", PathOf("m\xff")}, {{"DATABASE_URL", url_}});
  EXPECT_EQ(ran.code, ExitCode::kUsage);
  EXPECT_THAT(ran.Events(), ElementsAre("error", "finished"));
}

// The program itself, as a container's runtime would stop it.
TEST_F(CommandTest, EndsWith143OnSigtermAndLeavesNothing) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nSELECT pg_sleep(60);");
  const std::string dir = directory_.path();
  const std::vector<const char*> arguments = {LOCKSTEP_PROGRAM, "up",   "--dir", dir.c_str(), "-d",
                                              url_.c_str(),     nullptr};
  pid_t process = 0;
  ASSERT_EQ(posix_spawn(&process, LOCKSTEP_PROGRAM, nullptr, nullptr,
                        const_cast<char* const*>(arguments.data()), environ),
            0);
  pg::Connection connection = Connect();
  const auto begun = std::chrono::steady_clock::now();
  while (connection.Query("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'").rows() == 0) {
    ASSERT_LT(std::chrono::steady_clock::now() - begun, 20s);
    std::this_thread::sleep_for(10ms);
  }
  const auto killed = std::chrono::steady_clock::now();
  kill(process, SIGTERM);
  int status = 0;
  ASSERT_EQ(waitpid(process, &status, 0), process);
  EXPECT_LT(std::chrono::steady_clock::now() - killed, 2s);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 143);
  EXPECT_EQ(connection.Query("SELECT version FROM lockstep_history").rows(), 0U);
  EXPECT_FALSE(connection.Query("SELECT to_regclass('a')").OptionalText(0, 0));
  EXPECT_EQ(connection.Query("SELECT pid FROM pg_locks WHERE locktype = 'advisory'").rows(), 0U);
}

}  // namespace
}  // namespace lockstep::cmd
