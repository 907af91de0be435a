// SPDX-License-Identifier: Apache-2.0
#include "model/steps.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/step_problems.h"
#include "model/transaction_control.h"
#include "model/transactionality.h"

namespace lockstep::model {

namespace {

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

// SET and RESET for the session, which mean the same outside of a transaction. SET LOCAL and SET TRANSACTION
// do not.
bool IsSessionSetting(const sql::Statement& statement) {
  const auto* set = sql::As<::VariableSetStmt>(statement.node);
  return set != nullptr && !set->is_local && set->kind != VAR_SET_MULTI;
}

// Whether the statement may commit by itself, which it can only outside of a transaction block.
bool MayCommit(const sql::Statement& statement) {
  const NodeTag tag = sql::TagOf(statement.node);
  return tag == T_CallStmt || tag == T_DoStmt;
}

// Goes through the file once, gathering statements until something ends their transaction.
class StepPlanner {
 public:
  StepPlanner(const sql::Script& script, const StepOptions& options) : script_(script), options_(options) {}

  std::vector<Step> Plan() {
    const auto statements = script_.statements();
    for (next_ = 0; next_ < statements.size(); ++next_) Take(statements[next_]);
    EndTransaction(next_);
    if (!steps_.empty()) steps_.back().end = statements.size();
    return std::move(steps_);
  }

 private:
  void Take(const sql::Statement& statement) {
    const auto* control = AsTransaction(statement);
    if (control != nullptr && IsBoundary(*control)) return TakeBoundary(*control);
    if (IsAlone(statement)) return TakeAlone();
    gathered_.push_back(next_);
    if (options_.no_transaction && !in_block_) EndTransaction(next_ + 1);
  }

  // Problems are found before (step_problems.h): what comes here is BEGIN, or a COMMIT that has one.
  void TakeBoundary(const ::TransactionStmt& control) {
    if (Begins(control)) {
      // Settings before it go along: by themselves they would be half of the file, done.
      if (!OnlySettingsGathered()) EndTransaction(next_);
      modes_ = ModesOf(control);
      in_block_ = true;
      return;
    }
    EndTransaction(next_ + 1);
    in_block_ = control.chain;
    if (!in_block_) modes_ = {};
  }

  bool OnlySettingsGathered() const {
    return std::all_of(gathered_.begin(), gathered_.end(),
                       [this](size_t index) { return IsSessionSetting(script_.statements()[index]); });
  }

  bool IsAlone(const sql::Statement& statement) const {
    if (options_.refused.contains(next_)) return true;
    switch (TransactionalityOf(*statement.node)) {
      case Transactionality::kRefused:
        return true;
      case Transactionality::kAskServer:
        // The author says that no transaction may be around it: then it commits.
        return options_.no_transaction && !in_block_ && MayCommit(statement);
      case Transactionality::kAllowed:
      case Transactionality::kRequired:
        return false;
    }
    return false;
  }

  void TakeAlone() {
    Step step{.kind = StepKind::kStatement, .begin = begin_, .end = next_ + 1};
    if (OnlySettingsGathered()) {
      step.statements = std::exchange(gathered_, {});
    } else {
      EndTransaction(next_);
      step.begin = begin_;
    }
    step.statements.push_back(next_);
    steps_.push_back(std::move(step));
    begin_ = next_ + 1;
  }

  // `end` is the first statement that is not in it.
  void EndTransaction(size_t end) {
    if (gathered_.empty()) return;  // an empty one is none: its BEGIN and COMMIT go with a neighbour
    steps_.push_back({.kind = StepKind::kTransaction,
                      .begin = begin_,
                      .end = end,
                      .statements = std::exchange(gathered_, {}),
                      .modes = modes_});
    begin_ = end;
  }

  const sql::Script& script_;
  const StepOptions& options_;
  std::vector<Step> steps_;
  std::vector<size_t> gathered_;  // of the transaction at hand
  size_t next_ = 0;
  size_t begin_ = 0;  // the first statement that is in no step yet
  TransactionModes modes_;
  bool in_block_ = false;
};

}  // namespace

std::optional<Runner> RunnerFromName(std::string_view name) {
  const auto* found = std::find(kRunnerNames.begin(), kRunnerNames.end(), name);
  return found == kRunnerNames.end() ? std::nullopt
                                     : std::optional(static_cast<Runner>(found - kRunnerNames.begin()));
}

std::string_view RunnerName(Runner runner) { return kRunnerNames[static_cast<size_t>(runner)]; }

StepPlan PlanSteps(const sql::Script& script, const StepOptions& options) {
  StepPlan plan{.problems = FindStepProblems(script, options)};
  if (plan.problems.empty()) plan.steps = StepPlanner(script, options).Plan();
  return plan;
}

std::vector<Step> StepsAfter(std::vector<Step> steps, size_t done) {
  std::erase_if(steps, [done](const Step& step) { return step.end <= done; });
  if (steps.empty()) return steps;
  Step& first = steps.front();
  std::erase_if(first.statements, [done](size_t index) { return index < done; });
  first.begin = std::max(first.begin, done);
  return steps;
}

}  // namespace lockstep::model
