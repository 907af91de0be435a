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
  explicit Planned(std::string_view text, const StepOptions& options = {})
      : file_(sql::SourceFile::FromText("m.sql", std::string(text))),
        script_(sql::Script::Parse(file_)),
        plan_(PlanSteps(script_, options)) {}

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

// Written for a runner that opens the transaction and leaves it to the file to end it.
TEST(PlanSteps, TakesACommitAtTheVeryEndForItsOwn) {
  ExpectOneTransaction("SELECT 1; SELECT 2; COMMIT;", {0, 1});
  ExpectOneTransaction("SELECT 1; END; -- done", {0});
  const Planned only("COMMIT;");
  EXPECT_THAT(only.steps(), IsEmpty());
  EXPECT_THAT(only.problems(), IsEmpty());
}

TEST(PlanSteps, KeepsTheModesOfThePair) {
  ExpectOneTransaction("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT", {1},
                       {.isolation_level = "serializable"});
  ExpectOneTransaction("START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE; SELECT 1; COMMIT", {1},
                       {.isolation_level = "repeatable read", .read_only = false});
  ExpectOneTransaction("BEGIN ISOLATION LEVEL SERIALIZABLE DEFERRABLE; SELECT 1; COMMIT", {1},
                       {.isolation_level = "serializable", .deferrable = true});
  ExpectOneTransaction("BEGIN READ ONLY; SELECT 1; COMMIT", {1}, {.read_only = true});
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

TEST(PlanSteps, RefusesTransactionControlThatDoesNotPairUp) {
  ExpectRefused("SELECT 1; COMMIT; SELECT 2", {"COMMIT"}, "has no BEGIN");
  ExpectRefused("SELECT 1; COMMIT; COMMIT", {"COMMIT"}, "has no BEGIN");
  ExpectRefused("BEGIN; SELECT 1; COMMIT; COMMIT; SELECT 2", {"COMMIT"}, "has no BEGIN");
  ExpectRefused("SELECT 1; ROLLBACK;", {"ROLLBACK"}, "would undo");
  ExpectRefused("BEGIN; SELECT 1; ROLLBACK;", {"ROLLBACK"}, "would undo");
  ExpectRefused("BEGIN; SELECT 1;", {"BEGIN"}, "left open");
  ExpectRefused("BEGIN; BEGIN; SELECT 1; COMMIT;", {"BEGIN"}, "inside a transaction");
  ExpectRefused("BEGIN; SELECT 1; PREPARE TRANSACTION 'x'", {"PREPARE TRANSACTION 'x'"}, "somebody else");
}

TEST(PlanSteps, RefusesSavepointsOfAnotherTransaction) {
  ExpectRefused("RELEASE a", {"RELEASE a"}, "no savepoint \"a\"");
  ExpectRefused("BEGIN; SAVEPOINT a; COMMIT; BEGIN; ROLLBACK TO a; COMMIT", {"ROLLBACK TO a"},
                "no savepoint");
  ExpectRefused("SAVEPOINT a; VACUUM; RELEASE a", {"RELEASE a"}, "no savepoint");
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

TEST(PlanSteps, RefusesWhatCannotRunInATransactionOfTheFilesOwn) {
  ExpectRefused("BEGIN; CREATE INDEX CONCURRENTLY i ON t (a); COMMIT",
                {"CREATE INDEX CONCURRENTLY i ON t (a)"}, "inside BEGIN");
}

// "transaction 1,2 of 0-3": the statements that are sent, and those that the step covers.
std::vector<std::string> Described(const std::vector<Step>& steps) {
  std::vector<std::string> described;
  for (const Step& step : steps) {
    std::string text = step.kind == StepKind::kTransaction ? "transaction " : "alone ";
    for (size_t i = 0; i < step.statements.size(); ++i)
      text += (i == 0 ? "" : ",") + std::to_string(step.statements[i]);
    described.push_back(text + " of " + std::to_string(step.begin) + "-" + std::to_string(step.end));
  }
  return described;
}

struct StepsCase {
  std::string name;
  std::string text;
  std::vector<std::string> steps;
  StepOptions options = {};
};

class Steps : public ::testing::TestWithParam<StepsCase> {};

TEST_P(Steps, AreAsFewAsTheStatementsLetThemBe) {
  const Planned planned(GetParam().text, GetParam().options);
  EXPECT_THAT(planned.Refused(), IsEmpty());
  EXPECT_EQ(Described(planned.steps()), GetParam().steps);
}

INSTANTIATE_TEST_SUITE_P(
    All, Steps,
    ::testing::Values(
        StepsCase{"Mixed",
                  "SELECT 1; SELECT 2; CREATE INDEX CONCURRENTLY i ON t (a); SELECT 3",
                  {"transaction 0,1 of 0-2", "alone 2 of 2-3", "transaction 3 of 3-4"}},
        StepsCase{"TwoBuilds",
                  "CREATE INDEX CONCURRENTLY i ON t (a); CREATE INDEX CONCURRENTLY j ON t (b)",
                  {"alone 0 of 0-1", "alone 1 of 1-2"}},
        StepsCase{"SettingsGoAlongWithWhatFollows",
                  "SET a.b = 1; VACUUM; RESET a.b; VACUUM; RESET a.b",
                  {"alone 0,1 of 0-2", "alone 2,3 of 2-4", "transaction 4 of 4-5"}},
        StepsCase{"LocalSettingsMeanNothingOutsideOfATransaction",
                  "SET LOCAL a.b = 1; VACUUM",
                  {"transaction 0 of 0-1", "alone 1 of 1-2"}},
        StepsCase{"SeveralPairs",
                  "BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT",
                  {"transaction 1 of 0-3", "transaction 4 of 3-6"}},
        StepsCase{"BeforeBetweenAndBehindPairs",
                  "SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2; BEGIN; SELECT 3; COMMIT; SELECT 4",
                  {"transaction 0 of 0-1", "transaction 2 of 1-4", "transaction 4 of 4-5",
                   "transaction 6 of 5-8", "transaction 8 of 8-9"}},
        StepsCase{"CommitAtTheVeryEndBehindAPair",
                  "BEGIN; SELECT 1; COMMIT; SELECT 2; COMMIT",
                  {"transaction 1 of 0-3", "transaction 3 of 3-5"}},
        StepsCase{"CommitAtTheVeryEndBehindOneAlone",
                  "SELECT 0; VACUUM; COMMIT",
                  {"transaction 0 of 0-1", "alone 1 of 1-3"}},
        StepsCase{"SettingsBeforeAPair", "SET a.b = 1; BEGIN; SELECT 1; COMMIT", {"transaction 0,2 of 0-4"}},
        StepsCase{"EmptyPairsAreNoSteps", "BEGIN; COMMIT; SELECT 1; BEGIN; COMMIT", {"transaction 2 of 0-5"}},
        StepsCase{"CommitAndChain",
                  "BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT",
                  {"transaction 1 of 0-3", "transaction 3 of 3-5"}},
        StepsCase{"CommitAndChainGetsTheTransactionItNeeds",
                  "SELECT 1; COMMIT AND CHAIN; SELECT 2",
                  {"transaction 0 of 0-2", "transaction 2 of 2-3"}},
        StepsCase{"PreparedTransactions",
                  "COMMIT PREPARED 'x'; SELECT 1",
                  {"alone 0 of 0-1", "transaction 1 of 1-2"}},
        StepsCase{
            "WithoutTransactionEachCommits",
            "SELECT 1; CALL p(); SELECT 2; BEGIN; SELECT 3; SELECT 4; COMMIT",
            {"transaction 0 of 0-1", "alone 1 of 1-2", "transaction 2 of 2-3", "transaction 4,5 of 3-7"},
            {.no_transaction = true}},
        StepsCase{
            "CallsAndBlocksShareATransaction", "SELECT 1; CALL p(); DO ''", {"transaction 0,1,2 of 0-3"}},
        StepsCase{"WhatTheServerHasRefusedStandsAlone",
                  "SELECT 1; CALL p(); SELECT 2",
                  {"transaction 0 of 0-1", "alone 1 of 1-2", "transaction 2 of 2-3"},
                  {.refused = {1}}}),
    [](const auto& steps) { return steps.param.name; });

TEST(PlanSteps, KeepsTheModesOfAChain) {
  const Planned planned(
      "BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT; SELECT 3");
  ASSERT_THAT(planned.steps(), SizeIs(3));
  EXPECT_EQ(planned.steps()[1].modes.isolation_level, "serializable");
  EXPECT_EQ(planned.steps()[2].modes, TransactionModes{});
}

TEST(StepsAfter, LeavesWhatIsNotDone) {
  const Planned planned("SELECT 1; SELECT 2; VACUUM; SELECT 3");
  EXPECT_THAT(Described(StepsAfter(planned.steps(), 0)), SizeIs(3));
  EXPECT_THAT(Described(StepsAfter(planned.steps(), 2)),
              ElementsAre("alone 2 of 2-3", "transaction 3 of 3-4"));
  EXPECT_THAT(Described(StepsAfter(planned.steps(), 4)), IsEmpty());
}

TEST(StepsAfter, CutsAStepThatOnceEndedEarlier) {
  // What stood between the two was edited away since.
  const Planned planned("SELECT 1; SELECT 2; SELECT 3");
  EXPECT_THAT(Described(StepsAfter(planned.steps(), 1)), ElementsAre("transaction 1,2 of 1-3"));
}

TEST(PlanSteps, TakesTheDataOfCopy) {
  ExpectOneTransaction("COPY t FROM stdin;\n1\n\\.\nSELECT 1;", {0, 1});
  ExpectRefused("COPY t TO STDOUT", {"COPY t TO STDOUT"}, "COPY");
  ExpectOneTransaction("COPY t FROM '/srv/data.csv'", {0});
  ExpectOneTransaction("COPY t TO PROGRAM 'cat'", {0});
}

TEST(PlanSteps, PassesOverWhatPgDumpSaysToPsql) {
  ExpectOneTransaction("\\restrict abc\nSELECT 1;\n\\unrestrict abc\n", {0});
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
  bool no_transaction = false;
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
  for (const StatementTransaction& transaction :
       TransactionsOf(script, GetParam().runner, GetParam().no_transaction)) {
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
        TransactionCase{"LockstepWithout", kTwo, Runner::kLockstep, {"1", "2"}, true},
        TransactionCase{"GooseWithout", kTwo, Runner::kGoose, {"1", "2"}, true},
        TransactionCase{"DbmateWithoutIsOneImplicit", kTwo, Runner::kDbmate, {"1[b", "1b]"}, true},
        TransactionCase{"SqlxWithoutSingle", kConcurrently, Runner::kSqlx, {"1"}, true},
        TransactionCase{"FlywayWithout", kTwo, Runner::kFlyway, {"1", "2"}, true},
        TransactionCase{"GolangMigrateKnowsNoWithout", kTwo, Runner::kGolangMigrate, {"1[b", "1b]"}, true},
        TransactionCase{"PsqlEachByItself", kTwo, Runner::kPsql, {"1", "2"}},
        TransactionCase{"NobodyEachByItself", kTwo, Runner::kNone, {"1", "2"}},
        TransactionCase{"PsqlOwnPair",
                        "SELECT 0; BEGIN; SELECT 1; COMMIT; SELECT 2;",
                        Runner::kPsql,
                        {"1", "2b", "2b", "2b", "3"}},
        TransactionCase{"PsqlChain",
                        "BEGIN; COMMIT AND CHAIN; SELECT 1; COMMIT;",
                        Runner::kPsql,
                        {"1b", "1b", "1b", "1b"}}),
    [](const auto& instance) { return instance.param.name; });

// What is wrong with each statement, as a letter: b nested BEGIN, e ends the runner's, r rolls back, o left
// open.
std::string ProblemsOf(const std::string& text, Runner runner, bool no_transaction = false) {
  const auto file = sql::SourceFile::FromText("m.sql", text);
  const auto script = sql::Script::Parse(file);
  std::string problems;
  for (const StatementTransaction& transaction : TransactionsOf(script, runner, no_transaction))
    problems += ".bero"[static_cast<size_t>(transaction.problem)];
  return problems;
}

TEST(TransactionsOf, FindsBeginAndCommitInTheRunnersWay) {
  EXPECT_EQ(ProblemsOf(kPair, Runner::kLockstep), "...");
  EXPECT_EQ(ProblemsOf(kPair, Runner::kGolangMigrate), "...");
  EXPECT_EQ(ProblemsOf(kPair, Runner::kPsql), "...");
  EXPECT_EQ(ProblemsOf(kPair, Runner::kGoose, true), "...");
  for (const Runner runner : {Runner::kGoose, Runner::kDbmate, Runner::kSqlx, Runner::kFlyway})
    EXPECT_EQ(ProblemsOf(kPair, runner), "b..") << RunnerName(runner);
  EXPECT_EQ(ProblemsOf("BEGIN; BEGIN; COMMIT;", Runner::kPsql), ".b.");
  EXPECT_EQ(ProblemsOf("SELECT 1; COMMIT; SELECT 2;", Runner::kLockstep), ".e.");
  EXPECT_EQ(ProblemsOf("SELECT 1; COMMIT; SELECT 2;", Runner::kGolangMigrate), ".e.");
  EXPECT_EQ(ProblemsOf("SELECT 1; COMMIT; SELECT 2;", Runner::kPsql), "...");
  EXPECT_EQ(ProblemsOf("SELECT 1; COMMIT;", Runner::kLockstep), "..");
  EXPECT_EQ(ProblemsOf("SELECT 1; COMMIT;", Runner::kGoose), ".e");
  EXPECT_EQ(ProblemsOf("BEGIN; SELECT 1; ROLLBACK;", Runner::kLockstep), "..r");
  EXPECT_EQ(ProblemsOf("BEGIN; SELECT 1; ROLLBACK;", Runner::kPsql), "...");
  EXPECT_EQ(ProblemsOf("SELECT 1; ROLLBACK;", Runner::kSqlx), ".r");
  EXPECT_EQ(ProblemsOf("BEGIN; SELECT 1;", Runner::kPsql), "o.");
  EXPECT_EQ(ProblemsOf("BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2;", Runner::kPsql), "o...");
}

TEST(TransactionsOf, GivesEveryStatementOneForEveryRunner) {
  for (const Runner runner : {Runner::kLockstep, Runner::kGolangMigrate, Runner::kGoose, Runner::kDbmate,
                              Runner::kSqlx, Runner::kFlyway, Runner::kPsql, Runner::kNone}) {
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
