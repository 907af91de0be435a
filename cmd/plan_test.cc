// SPDX-License-Identifier: Apache-2.0
// plan, and up by what was planned: --save and --plan, --dry-run, --lint.
#include <gmock/gmock.h>

#include <sstream>

#include "cmd/testing/command_fixture.h"

namespace lockstep::cmd {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Json = nlohmann::json;

class PlanTest : public CommandTest {
 protected:
  std::string Approve() const {
    const Ran saved = Run({"plan", "--save", "approved.json"});
    EXPECT_EQ(saved.code, ExitCode::kOk) << saved.err;
    return PathOf("approved.json");
  }
};

TEST_F(PlanTest, ShowsTheStepsOfAFileThatHasSeveral) {
  Write("1_a.up.sql",
        "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\nSELECT 1;\nSELECT 2;");
  EXPECT_EQ(Run({"plan"}).out, "1 a  (" + PathOf("1_a.up.sql") +
                                   ", 3 steps)\n"
                                   "  step 1: a transaction\n"
                                   "     1: CREATE TABLE a (id int)\n"
                                   "  step 2: alone, outside of a transaction\n"
                                   "     2: CREATE INDEX CONCURRENTLY i ON a (id)\n"
                                   "  step 3: a transaction\n"
                                   "     3: SELECT 1\n"
                                   "     4: SELECT 2\n");
  const Json migration = Run({"plan", "--json"}).Document().at("migrations").at(0);
  EXPECT_EQ(migration.at("transactional"), false);
  EXPECT_EQ(migration.at("steps"), Json::parse(R"([{"step": 1, "transactional": true},
                                                    {"step": 2, "transactional": false},
                                                    {"step": 3, "transactional": true}])"));
  EXPECT_EQ(migration.at("statements").at(3).at("step"), 3);
}

TEST_F(PlanTest, ShowsWhatIsLeftOfAPartialOne) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nVACUUM a;\nSELECT 1/0;");
  Run({"up"});
  const Ran ran = Run({"plan"});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("goes on behind statement 2)"), HasSubstr("3: SELECT 1/0"),
                             Not(HasSubstr("VACUUM"))));
}

TEST_F(PlanTest, TakesTheSameTargetsAsUp) {
  for (const char* name : {"1_a", "2_b", "3_c"}) Write(std::string(name) + ".up.sql", "SELECT 1;");
  EXPECT_EQ(Run({"plan", "1", "--json"}).Document().at("migrations").size(), 1U);
  EXPECT_EQ(Run({"plan", "--to", "2", "--json"}).Document().at("migrations").size(), 2U);
}

// The statements of `plan --sql`, one a string: those of our files and of the history have one line each.
std::vector<std::string> StatementsOf(const std::string& listing) {
  std::vector<std::string> statements;
  std::istringstream in(listing);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with("--")) continue;
    EXPECT_THAT(line, EndsWith(";"));
    statements.push_back(line.substr(0, line.size() - 1));
  }
  return statements;
}

TEST_F(PlanTest, ListsWhatIsThenSentInThatOrder) {
  Write("1_a.up.sql", "CREATE TABLE a (id int);\nCREATE INDEX CONCURRENTLY i ON a (id);\nSELECT 1;");
  Write("2_b.up.sql", "BEGIN READ ONLY; SELECT 2; COMMIT;");
  Connect().Execute("ALTER DATABASE \"" + database().name() + "\" SET log_statement = 'all'");
  const Ran listed = Run({"plan", "--sql"});
  EXPECT_EQ(listed.code, ExitCode::kOk);
  EXPECT_THAT(listed.out, AllOf(HasSubstr("-- 1 a, step 2 of 3: alone, outside of a transaction\n"),
                                HasSubstr("--   $1 = '1'\n"), HasSubstr("\nCOMMIT;\n")));
  const size_t begin = cluster().Log().size();
  ASSERT_EQ(Run({"up"}).code, ExitCode::kOk);
  const std::string log = cluster().Log().substr(begin);
  const std::vector<std::string> statements = StatementsOf(listed.out);
  EXPECT_GT(statements.size(), 40U);
  size_t at = 0;
  for (const std::string& statement : statements) {
    at = log.find(": " + statement + "\n", at);
    ASSERT_NE(at, std::string::npos) << statement;
  }
}

TEST_F(PlanTest, ListsNothingWhereNothingWouldRun) {
  EXPECT_EQ(Run({"plan", "--sql"}).out, "-- nothing to apply\n");
  Write("1_a.up.sql", "ROLLBACK;");
  const Ran unrunnable = Run({"plan", "--sql"});
  EXPECT_EQ(unrunnable.code, ExitCode::kUsage);
  EXPECT_THAT(unrunnable.out, IsEmpty());
}

TEST_F(PlanTest, RunsDryAndTouchesNothing) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  const Ran dry = Run({"up", "--dry-run"});
  EXPECT_EQ(dry.code, ExitCode::kOk);
  EXPECT_EQ(dry.out, Run({"plan"}).out);
  EXPECT_EQ(Run({"up", "--dry-run", "--json"}).out, Run({"plan", "--json"}).out);
  EXPECT_EQ(Value("SELECT coalesce(to_regclass('a'), to_regclass('lockstep_history'))"), "null");
}

TEST_F(PlanTest, IsCarriedOutAsApproved) {
  Write("1_a.up.sql", "CREATE TABLE a (id int);");
  Write("2_b.up.sql", "CREATE INDEX CONCURRENTLY i ON a (id);\nSELECT 1;");
  const std::string plan = Approve();
  Write("3_c.up.sql", "CREATE TABLE c ();");  // after the approval: left for the next one
  const Ran ran = Run({"up", "--plan", plan});
  EXPECT_EQ(ran.code, ExitCode::kOk);
  EXPECT_EQ(Run({"version"}).out, "2\n");
  const Ran again = Run({"up", "--plan", plan});
  EXPECT_EQ(again.code, ExitCode::kConflict);
  EXPECT_THAT(again.err, HasSubstr("the database is not in the state that the approved plan starts from"));
  EXPECT_EQ(Run({"version"}).out, "2\n");
}

TEST_F(PlanTest, IsNotCarriedOutWhereAnythingChanged) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  Write("2_b.up.sql", "CREATE TABLE b ();");
  const std::string plan = Approve();
  Write("2_b.up.sql", "CREATE TABLE other ();");
  const Ran edited = Run({"up", "--plan", plan});
  EXPECT_EQ(edited.code, ExitCode::kConflict);
  EXPECT_THAT(edited.err, AllOf(HasSubstr("2 b: its file was changed after the plan was approved"),
                                HasSubstr("`lockstep plan --save`"), HasSubstr("nothing was run")));
  EXPECT_EQ(Run({"up", "--plan", plan, "--dry-run"}).code, ExitCode::kConflict);
  EXPECT_EQ(Value("SELECT to_regclass('a')"), "null");
}

TEST_F(PlanTest, IsReadFromThatFileOnly) {
  Write("1_a.up.sql", "CREATE TABLE a ();");
  for (const char* text : {"", "{", "[]", "{\"version\": 2, \"direction\": \"up\"}",
                           "{\"version\": 1, \"direction\": \"up\", \"migrations\": 3}", "\xff"}) {
    Write("bad.json", text);
    const Ran ran = Run({"up", "--plan", PathOf("bad.json")});
    EXPECT_EQ(ran.code, ExitCode::kUsage) << text;
    EXPECT_THAT(ran.err, HasSubstr("bad.json:")) << text;
  }
  EXPECT_EQ(Run({"up", "--plan", PathOf("none.json")}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"plan", "--save", "/nowhere/plan.json"}).code, ExitCode::kUsage);
  EXPECT_EQ(Run({"up", "1", "--plan", Approve()}).code, ExitCode::kUsage);
}

TEST_F(PlanTest, IsNotSavedWhereItCannotBeRun) {
  Write("1_a.up.sql", "CREATE TABLE a ();\nROLLBACK;");
  EXPECT_EQ(Run({"plan", "--save", "approved.json"}).code, ExitCode::kUsage);
  EXPECT_FALSE(std::filesystem::exists(PathOf("approved.json")));
}

TEST_F(PlanTest, NothingShowsWhatIsPutInForVariables) {
  Write("1_a.sql",
        "-- +goose Up\n-- +goose ENVSUB ON\nALTER ROLE nobody_here PASSWORD '$TOKEN'; LOCK pg_class;\n");
  for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{
           {"plan"}, {"plan", "--json"}, {"lint"}, {"up", "-v"}, {"up", "--json"}, {"status"}, {"log"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--dir", directory_.path()});
    const Ran ran = RunIn(directory_.path(), arguments, {{"DATABASE_URL", url_}, {"TOKEN", "s3cret"}});
    EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("s3cret"))) << command.front();
    const bool fails = command.front() == "up" || command.front() == "lint";
    EXPECT_EQ(ran.code, fails ? ExitCode::kFailed : ExitCode::kOk) << ran.err;
    if (command.back() == "-v") {
      EXPECT_THAT(ran.err, HasSubstr("'$TOKEN'"));
    }
  }
}

TEST_F(PlanTest, LintsWhatIsAboutToRunAndNothingElse) {
  Write("1_a.up.sql", "CREATE TABLE a (id int);");
  Write("2_b.up.sql", "CREATE INDEX i ON a (id);");
  ASSERT_EQ(Run({"up", "1"}).code, ExitCode::kOk);
  const Ran stopped = Run({"up", "--lint"});
  EXPECT_EQ(stopped.code, ExitCode::kFailed);
  EXPECT_THAT(stopped.err,
              AllOf(HasSubstr("2_b.up.sql:1:"), HasSubstr("MIG001"), HasSubstr("nothing was run")));
  EXPECT_EQ(Run({"version"}).out, "1\n");
  WriteConfig("up: {lint: true}\n");
  const Ran configured = Run({"up", "--json"});
  EXPECT_EQ(configured.code, ExitCode::kFailed);
  EXPECT_EQ(configured.Lines().back().at("outcome"), "rejected");
  WriteConfig("up: {lint: true}\nlint:\n  rules: {MIG001: warning}\n");
  const Ran warned = Run({"up"});
  EXPECT_EQ(warned.code, ExitCode::kOk);
  EXPECT_THAT(warned.err, HasSubstr("warning[MIG001]"));
  EXPECT_THAT(Run({"up"}).err, Not(HasSubstr("MIG001")));
}

}  // namespace
}  // namespace lockstep::cmd
