// SPDX-License-Identifier: Apache-2.0
#include "model/steps.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/no_transaction.h"
#include "model/transactionality.h"
#include "sql/nodes.h"

namespace lockstep::model {

namespace {

constexpr std::array<std::pair<std::string_view, Runner>, 7> kRunners = {{
    {"lockstep", Runner::kLockstep},
    {"golang-migrate", Runner::kGolangMigrate},
    {"goose", Runner::kGoose},
    {"dbmate", Runner::kDbmate},
    {"sqlx", Runner::kSqlx},
    {"flyway", Runner::kFlyway},
    {"psql", Runner::kPsql},
}};

const ::TransactionStmt* AsTransaction(const sql::Statement& statement) {
  return sql::As<::TransactionStmt>(statement.node);
}

bool Begins(const ::TransactionStmt& statement) {
  return statement.kind == TRANS_STMT_BEGIN || statement.kind == TRANS_STMT_START;
}

bool Commits(const ::TransactionStmt& statement) {
  return statement.kind == TRANS_STMT_COMMIT && !statement.chain;
}

// Savepoints stay inside the transaction; everything else begins or ends one.
bool IsBoundary(const ::TransactionStmt& statement) {
  return statement.kind != TRANS_STMT_SAVEPOINT && statement.kind != TRANS_STMT_RELEASE &&
         statement.kind != TRANS_STMT_ROLLBACK_TO;
}

bool RefusesTransaction(const sql::Statement& statement) {
  return statement.node != nullptr && TransactionalityOf(*statement.node) == Transactionality::kRefused;
}

bool IsSetting(const sql::Statement& statement) {
  return sql::As<::VariableSetStmt>(statement.node) != nullptr;
}

// One BEGIN … COMMIT around everything, with no other boundary inside.
bool HasSurroundingPair(const sql::Script& script) {
  const auto statements = script.statements();
  if (statements.size() < 2) return false;
  const auto* first = AsTransaction(statements.front());
  const auto* last = AsTransaction(statements.back());
  if (first == nullptr || last == nullptr || !Begins(*first) || !Commits(*last)) return false;
  return std::none_of(statements.begin() + 1, statements.end() - 1, [](const sql::Statement& statement) {
    const auto* inner = AsTransaction(statement);
    return inner != nullptr && IsBoundary(*inner);
  });
}

TransactionModes ModesOf(const ::TransactionStmt& begin) {
  TransactionModes modes;
  for (const auto* option : sql::Elements<::DefElem>(begin.options)) {
    if (option == nullptr) continue;
    const std::string_view name = sql::Text(option->defname);
    const auto* value = sql::As<::A_Const>(option->arg);
    if (value == nullptr) continue;
    if (name == "transaction_isolation") modes.isolation_level = sql::Text(value->val.sval.sval);
    if (name == "transaction_read_only") modes.read_only = value->val.ival.ival != 0;
    if (name == "transaction_deferrable") modes.deferrable = value->val.ival.ival != 0;
  }
  return modes;
}

// Rows that come from, or go to, whoever sends the statement.
bool CopiesThroughClient(const ::CopyStmt& statement) {
  return statement.filename == nullptr && !statement.is_program;
}

std::string_view CopyProblem(const ::CopyStmt& statement) {
  return statement.is_from ? "COPY … FROM stdin cannot be run yet: use INSERT, or load the data with psql"
                           : "COPY … TO STDOUT: nobody takes the rows here; remove the statement, or write "
                             "to a file of the "
                             "server's";
}

void FindUnrunnable(const sql::Script& script, bool has_pair, std::vector<StepProblem>& problems) {
  for (const sql::MetaCommand& command : script.meta_commands()) {
    problems.push_back(
        {command.span,
         "\\" + command.name + " is a command of psql, not SQL, and cannot be run here: remove the line"});
  }
  const auto statements = script.statements();
  for (size_t i = 0; i < statements.size(); ++i) {
    const sql::Statement& statement = statements[i];
    if (statement.error) problems.push_back({statement.span, statement.error->message});
    const auto* copy = sql::As<::CopyStmt>(statement.node);
    if (copy != nullptr && CopiesThroughClient(*copy)) {
      problems.push_back({statement.span, std::string(CopyProblem(*copy))});
    }
    const auto* boundary = AsTransaction(statement);
    const bool of_pair = has_pair && (i == 0 || i + 1 == statements.size());
    if (of_pair && ModesOf(*boundary).read_only == true) {
      problems.push_back({statement.span,
                          "READ ONLY: the history row is written in the same transaction; remove READ ONLY"});
    }
    if (boundary == nullptr || !IsBoundary(*boundary) || of_pair) continue;
    problems.push_back(
        {statement.span,
         "transaction control inside the file: each file runs in one transaction of the runner's, so that it "
         "is applied wholly or not at all; remove it, put one BEGIN … COMMIT around the whole file, or "
         "split the file"});
  }
}

Step StatementAlone(const sql::Script& script, std::vector<StepProblem>& problems) {
  Step step{.kind = StepKind::kStatement};
  const auto statements = script.statements();
  for (size_t i = 0; i < statements.size(); ++i) {
    step.statements.push_back(i);
    const bool is_last = i + 1 == statements.size();
    if (is_last ? RefusesTransaction(statements[i]) : IsSetting(statements[i])) continue;
    if (!RefusesTransaction(statements[i])) continue;
    problems.push_back(
        {statements[i].span,
         "this statement cannot run in a transaction block, and so not in one file with others (SET before "
         "it "
         "aside): a failure would leave half of the file behind; move it to a file of its own"});
  }
  // The statement that refuses stands last, or something that is no SET stands beside it.
  if (problems.empty()) {
    const auto other =
        std::find_if(statements.begin(), statements.end(), [](const sql::Statement& statement) {
          return !RefusesTransaction(statement) && !IsSetting(statement);
        });
    if (other != statements.end()) {
      problems.push_back({other->span,
                          "this statement stands in one file with one that cannot run in a transaction "
                          "block: a failure would "
                          "leave half of the file behind; move that one to a file of its own"});
    }
  }
  return step;
}

// Follows a file from statement to statement, the way one kind of runner sends it.
class TransactionPlanner {
 public:
  TransactionPlanner(const sql::Script& script, Runner runner) : script_(script), runner_(runner) {}

  std::vector<StatementTransaction> Plan() {
    const auto statements = script_.statements();
    const bool wraps = RunnerWraps();
    for (const sql::Statement& statement : statements) {
      const auto* control = AsTransaction(statement);
      const bool alone = wraps && SendsAlone(statement);
      if (alone) CloseRunners();
      if (!own_ && !runners_) {
        ++number_;
        if (wraps && !alone && !ended_) OpenRunners();
      }
      plan_.push_back(
          {.number = number_, .in_block = own_ || runners_, .begins = std::exchange(opening_, false)});
      if (control != nullptr) Follow(*control);
    }
    CloseRunners();
    return std::move(plan_);
  }

 private:
  // Whether the runner puts a transaction around the file, or around what of it can stand in one.
  bool RunnerWraps() const {
    const auto statements = script_.statements();
    switch (runner_) {
      case Runner::kLockstep:
        return true;
      case Runner::kGoose:
        return !AsksForNoTransaction(script_, runner_);  // it then sends each statement on its own
      case Runner::kDbmate:
      case Runner::kSqlx:
        return !AsksForNoTransaction(script_, runner_) || IsOneImplicitTransaction();
      case Runner::kGolangMigrate:
        return IsOneImplicitTransaction();
      case Runner::kFlyway:
        return std::none_of(statements.begin(), statements.end(), RefusesTransaction);
      case Runner::kPsql:
        return false;
    }
    return false;
  }

  // Several statements in one simple query are one implicit transaction; a single one is none.
  bool IsOneImplicitTransaction() const { return script_.statements().size() > 1; }

  // Only our own runner takes what refuses a transaction out of the file's transaction.
  bool SendsAlone(const sql::Statement& statement) const {
    return runner_ == Runner::kLockstep && !own_ && RefusesTransaction(statement);
  }

  void OpenRunners() {
    runners_ = true;
    opening_ = true;
  }

  void CloseRunners() {
    if (runners_ && !plan_.empty()) plan_.back().ends = true;
    runners_ = false;
  }

  void Follow(const ::TransactionStmt& control) {
    if (Begins(control)) {
      // Inside the runner's transaction BEGIN is but a warning; it takes the transaction over all the same,
      // since the file's COMMIT ends it.
      own_ = true;
      runners_ = false;
      plan_.back().in_block = true;
    } else if (IsBoundary(control)) {
      own_ = control.chain;
      // What follows a COMMIT in the runner's transaction runs outside of any.
      ended_ = ended_ || runners_ || !control.chain;
      runners_ = false;
    }
  }

  const sql::Script& script_;
  Runner runner_;
  std::vector<StatementTransaction> plan_;
  uint32_t number_ = 0;
  bool own_ = false;      // the file's own BEGIN is open
  bool runners_ = false;  // the runner's transaction is open
  bool opening_ = false;
  bool ended_ = false;  // the file ended the transaction that the runner had opened for it
};

}  // namespace

std::optional<Runner> RunnerFromName(std::string_view name) {
  const auto* found =
      std::find_if(kRunners.begin(), kRunners.end(), [name](const auto& row) { return row.first == name; });
  return found == kRunners.end() ? std::nullopt : std::optional(found->second);
}

std::string_view RunnerName(Runner runner) {
  return std::find_if(kRunners.begin(), kRunners.end(),
                      [runner](const auto& row) { return row.second == runner; })
      ->first;
}

StepPlan PlanSteps(const sql::Script& script) {
  StepPlan plan;
  const auto statements = script.statements();
  const bool has_pair = HasSurroundingPair(script);
  FindUnrunnable(script, has_pair, plan.problems);
  if (statements.empty() || !plan.problems.empty()) return plan;
  if (!has_pair && std::any_of(statements.begin(), statements.end(), RefusesTransaction)) {
    plan.steps.push_back(StatementAlone(script, plan.problems));
    return plan;
  }
  Step step;
  if (has_pair) step.modes = ModesOf(*AsTransaction(statements.front()));
  for (size_t i = has_pair ? 1 : 0; i < statements.size() - (has_pair ? 1 : 0); ++i) {
    if (RefusesTransaction(statements[i])) {
      plan.problems.push_back(
          {statements[i].span,
           "this statement cannot run inside BEGIN … COMMIT: move it to a file of its own"});
    }
    step.statements.push_back(i);
  }
  if (!step.statements.empty()) plan.steps.push_back(std::move(step));
  return plan;
}

std::vector<StatementTransaction> TransactionsOf(const sql::Script& script, Runner runner) {
  return TransactionPlanner(script, runner).Plan();
}

}  // namespace lockstep::model
