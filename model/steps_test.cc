// SPDX-License-Identifier: Apache-2.0
// Which statements of a file go together, and which files are refused.
#include "model/steps.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A file, its statements and what the planner makes of them.
class Planned {
 public:
  explicit Planned(std::string_view text)
      : file_(sql::SourceFile::FromText("m.sql", std::string(text))),
        script_(sql::Script::Parse(file_)),
        plan_(PlanSteps(script_)) {}

  const std::vector<Step>& steps() const { return plan_.steps; }
  const std::vector<StepProblem>& problems() const { return plan_.problems; }
  // The texts that the problems point at.
  std::vector<std::string_view> Refused() const {
    std::vector<std::string_view> texts;
    for (const StepProblem& problem : plan_.problems) texts.push_back(file_.Text(problem.span));
    return texts;
  }

 private:
  sql::SourceFile file_;
  sql::Script script_;
  StepPlan plan_;
};

void ExpectOneTransaction(std::string_view text, const std::vector<size_t>& statements,
                          const TransactionModes& modes = {}) {
  SCOPED_TRACE(text);
  const Planned planned(text);
  EXPECT_THAT(planned.Refused(), IsEmpty());
  ASSERT_THAT(planned.steps(), SizeIs(1));
  EXPECT_EQ(planned.steps()[0].kind, StepKind::kTransaction);
  EXPECT_EQ(planned.steps()[0].statements, statements);
  EXPECT_EQ(planned.steps()[0].modes, modes);
}

void ExpectAlone(std::string_view text, const std::vector<size_t>& statements) {
  SCOPED_TRACE(text);
  const Planned planned(text);
  EXPECT_THAT(planned.Refused(), IsEmpty());
  ASSERT_THAT(planned.steps(), SizeIs(1));
  EXPECT_EQ(planned.steps()[0].kind, StepKind::kStatement);
  EXPECT_EQ(planned.steps()[0].statements, statements);
}

void ExpectRefused(std::string_view text, const std::vector<std::string_view>& refused,
                   std::string_view message) {
  SCOPED_TRACE(text);
  const Planned planned(text);
  EXPECT_EQ(planned.Refused(), refused);
  for (const StepProblem& problem : planned.problems()) EXPECT_THAT(problem.message, HasSubstr(message));
}

TEST(PlanSteps, PutsAFileIntoOneTransaction) {
  ExpectOneTransaction("SELECT 1; SELECT 2; SELECT 3", {0, 1, 2});
  ExpectOneTransaction("SELECT 1", {0});
}

TEST(PlanSteps, HasNoStepForAFileWithoutStatements) {
  for (const std::string_view text : {"", "-- nothing to do\n", "/* nothing */ ;;", " \n\t"}) {
    const Planned planned(text);
    EXPECT_THAT(planned.steps(), IsEmpty()) << text;
    EXPECT_THAT(planned.problems(), IsEmpty()) << text;
  }
}

TEST(PlanSteps, JoinsThePairAroundEverything) {
  ExpectOneTransaction("BEGIN; SELECT 1; SELECT 2; COMMIT;", {1, 2});
  ExpectOneTransaction("START TRANSACTION; SELECT 1; END;", {1});
  ExpectOneTransaction("BEGIN WORK; SELECT 1; COMMIT WORK; -- done", {1});
}

TEST(PlanSteps, KeepsTheModesOfThePair) {
  ExpectOneTransaction("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT", {1},
                       {.isolation_level = "serializable"});
  ExpectOneTransaction("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE; SELECT 1; COMMIT", {1},
                       {.isolation_level = "repeatable read", .read_only = false});
  ExpectOneTransaction("BEGIN ISOLATION LEVEL SERIALIZABLE DEFERRABLE; SELECT 1; COMMIT", {1},
                       {.isolation_level = "serializable", .deferrable = true});
}

TEST(PlanSteps, RefusesAPairThatIsReadOnly) {
  ExpectRefused("BEGIN READ ONLY; SELECT 1; COMMIT", {"BEGIN READ ONLY"}, "READ ONLY");
}

TEST(PlanSteps, HasNoStepForAnEmptyPair) {
  const Planned planned("BEGIN; COMMIT;");
  EXPECT_THAT(planned.steps(), IsEmpty());
  EXPECT_THAT(planned.problems(), IsEmpty());
}

TEST(PlanSteps, LeavesSavepointsAlone) {
  ExpectOneTransaction("SAVEPOINT a; SELECT 1; ROLLBACK TO a; RELEASE a", {0, 1, 2, 3});
  ExpectOneTransaction("BEGIN; SAVEPOINT a; RELEASE a; COMMIT", {1, 2});
}

TEST(PlanSteps, RefusesOtherTransactionControl) {
  ExpectRefused("SELECT 1; COMMIT;", {"COMMIT"}, "transaction control");
  ExpectRefused("SELECT 1; ROLLBACK;", {"ROLLBACK"}, "transaction control");
  ExpectRefused("BEGIN; SELECT 1;", {"BEGIN"}, "transaction control");
  ExpectRefused("BEGIN; SELECT 1; ROLLBACK;", {"BEGIN", "ROLLBACK"}, "transaction control");
  ExpectRefused("BEGIN; BEGIN; SELECT 1; COMMIT;", {"BEGIN", "BEGIN", "COMMIT"}, "transaction control");
  ExpectRefused("BEGIN; SELECT 1; COMMIT; SELECT 2;", {"BEGIN", "COMMIT"}, "transaction control");
  ExpectRefused("SET x.y = 1; BEGIN; SELECT 1; COMMIT;", {"BEGIN", "COMMIT"}, "transaction control");
  ExpectRefused("BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;", {"BEGIN", "COMMIT", "BEGIN", "COMMIT"},
                "transaction control");
  ExpectRefused("BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT;",
                {"BEGIN", "COMMIT AND CHAIN", "COMMIT"}, "transaction control");
  ExpectRefused("SELECT 1; COMMIT AND CHAIN; SELECT 2", {"COMMIT AND CHAIN"}, "transaction control");
  ExpectRefused("SELECT 1; PREPARE TRANSACTION 'x'", {"PREPARE TRANSACTION 'x'"}, "transaction control");
}

TEST(PlanSteps, RunsAloneWhatRefusesATransaction) {
  ExpectAlone("CREATE INDEX CONCURRENTLY i ON t (a)", {0});
  ExpectAlone("DROP INDEX CONCURRENTLY i", {0});
  ExpectAlone("REINDEX INDEX CONCURRENTLY i", {0});
  ExpectAlone("VACUUM t", {0});
  ExpectAlone("ALTER TABLE p DETACH PARTITION c CONCURRENTLY", {0});
}

TEST(PlanSteps, LetsSettingsStandBeforeIt) {
  ExpectAlone("SET statement_timeout = 0; SET search_path = app; CREATE INDEX CONCURRENTLY i ON t (a)",
              {0, 1, 2});
  ExpectAlone("RESET lock_timeout; VACUUM", {0, 1});
}

TEST(PlanSteps, RefusesWhatElseStandsBesideIt) {
  ExpectRefused("CREATE INDEX CONCURRENTLY i ON t (a); CREATE INDEX CONCURRENTLY j ON t (b)",
                {"CREATE INDEX CONCURRENTLY i ON t (a)"}, "file of its own");
  ExpectRefused("ALTER TABLE t ADD b int; CREATE INDEX CONCURRENTLY i ON t (b)", {"ALTER TABLE t ADD b int"},
                "file of its own");
  ExpectRefused("CREATE INDEX CONCURRENTLY i ON t (a); SET search_path = app",
                {"CREATE INDEX CONCURRENTLY i ON t (a)"}, "file of its own");
  ExpectRefused("BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT",
                {"CREATE INDEX CONCURRENTLY i ON t (a)"}, "inside BEGIN");
}

TEST(PlanSteps, RefusesCopyThroughTheClient) {
  ExpectRefused("COPY t FROM stdin;\n1\n\\.\n", {"COPY t FROM stdin"}, "COPY");
  ExpectRefused("COPY t TO STDOUT", {"COPY t TO STDOUT"}, "COPY");
  ExpectOneTransaction("COPY t FROM '/srv/data.csv'", {0});
  ExpectOneTransaction("COPY t TO PROGRAM 'cat'", {0});
}

TEST(PlanSteps, RefusesCommandsOfPsql) {
  ExpectRefused("\\set ON_ERROR_STOP on\nSELECT 1;", {"\\set ON_ERROR_STOP on"}, "psql");
}

TEST(PlanSteps, RefusesWhatDoesNotParseAndNamesAllOfIt) {
  ExpectRefused("SELEC 1; SELECT 2; CREAT TABLE t ();", {"SELEC 1", "CREAT TABLE t ()"}, "syntax error");
}

struct TransactionCase {
  std::string name;
  std::string text;
  Runner runner;
  // A transaction a row, as "1 b[e" … : its number, b when in a block, [ when the runner begins it, ] when it
  // ends it.
  std::vector<std::string> expected;
};

std::string Describe(const StatementTransaction& transaction) {
  std::string text = std::to_string(transaction.number);
  if (transaction.begins) text += "[";
  if (transaction.in_block) text += "b";
  if (transaction.ends) text += "]";
  return text;
}

class Transactions : public ::testing::TestWithParam<TransactionCase> {};

TEST_P(Transactions, AreThoseOfTheRunner) {
  const auto file = sql::SourceFile::FromText("m.sql", GetParam().text);
  const auto script = sql::Script::Parse(file);
  std::vector<std::string> found;
  for (const StatementTransaction& transaction : TransactionsOf(script, GetParam().runner)) {
    found.push_back(Describe(transaction));
  }
  EXPECT_EQ(found, GetParam().expected);
}

constexpr const char* kTwo = "SELECT 1; SELECT 2;";
constexpr const char* kConcurrently = "CREATE INDEX CONCURRENTLY i ON t (a);";
constexpr const char* kMixed = "SELECT 1; CREATE INDEX CONCURRENTLY i ON t (a); SELECT 2;";
constexpr const char* kPair = "BEGIN; SELECT 1; COMMIT;";

INSTANTIATE_TEST_SUITE_P(
    TransactionsOf, Transactions,
    ::testing::Values(
        TransactionCase{"LockstepOneAFile", kTwo, Runner::kLockstep, {"1[b", "1b]"}},
        TransactionCase{"LockstepAlone", kConcurrently, Runner::kLockstep, {"1"}},
        TransactionCase{"LockstepOwnPair", kPair, Runner::kLockstep, {"1[b", "1b", "1b"}},
        TransactionCase{"GolangMigrateOneImplicit", kTwo, Runner::kGolangMigrate, {"1[b", "1b]"}},
        TransactionCase{"GolangMigrateSingle", kConcurrently, Runner::kGolangMigrate, {"1"}},
        TransactionCase{"GolangMigrateMixed", kMixed, Runner::kGolangMigrate, {"1[b", "1b", "1b]"}},
        TransactionCase{"GooseOneAFile", kConcurrently, Runner::kGoose, {"1[b]"}},
        TransactionCase{"DbmateOneAFile", kTwo, Runner::kDbmate, {"1[b", "1b]"}},
        TransactionCase{"SqlxOneAFile", kTwo, Runner::kSqlx, {"1[b", "1b]"}},
        TransactionCase{"FlywayOneAFile", kTwo, Runner::kFlyway, {"1[b", "1b]"}},
        TransactionCase{"FlywayNoneWhereRefused", kMixed, Runner::kFlyway, {"1", "2", "3"}},
        TransactionCase{"PsqlEachByItself", kTwo, Runner::kPsql, {"1", "2"}},
        TransactionCase{"PsqlOwnPair",
                        "SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2;",
                        Runner::kPsql,
                        {"1", "2b", "2b", "2b", "3"}},
        TransactionCase{"PsqlChain",
                        "BEGIN; COMMIT AND CHAIN; SELECT 1; COMMIT;",
                        Runner::kPsql,
                        {"1b", "1b", "1b", "1b"}}),
    [](const auto& instance) { return instance.param.name; });

TEST(TransactionsOf, GivesEveryStatementOneForEveryRunner) {
  for (const Runner runner : {Runner::kLockstep, Runner::kGolangMigrate, Runner::kGoose, Runner::kDbmate,
                              Runner::kSqlx, Runner::kFlyway, Runner::kPsql}) {
    for (const char* text : {"", kTwo, kConcurrently, kMixed, kPair, "COMMIT;", "ROLLBACK; SELEC 1; BEGIN"}) {
      const auto file = sql::SourceFile::FromText("m.sql", text);
      const auto script = sql::Script::Parse(file);
      EXPECT_THAT(TransactionsOf(script, runner), SizeIs(script.statements().size()))
          << RunnerName(runner) << ": " << text;
    }
    EXPECT_EQ(RunnerFromName(RunnerName(runner)), runner);
  }
  EXPECT_EQ(RunnerFromName("rails"), std::nullopt);
}

}  // namespace
}  // namespace lockstep::model
