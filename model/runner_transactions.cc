// SPDX-License-Identifier: Apache-2.0
// Which transaction each kind of runner puts a file's statements in, by the way it sends the file.
#include <algorithm>
#include <optional>
#include <utility>

#include "model/steps.h"
#include "model/transaction_control.h"
#include "model/transactionality.h"

namespace lockstep::model {

namespace {

bool RefusesTransaction(const sql::Statement& statement) {
  return statement.node != nullptr && TransactionalityOf(*statement.node) == Transactionality::kRefused;
}

// Follows a file from statement to statement, the way one kind of runner sends it.
class TransactionPlanner {
 public:
  TransactionPlanner(const sql::Script& script, Runner runner, bool no_transaction)
      : script_(script), runner_(runner), no_transaction_(no_transaction) {}

  std::vector<StatementTransaction> Plan() {
    const auto statements = script_.statements();
    const bool wraps = RunnerWraps();
    plan_.reserve(statements.size());
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
    if (begin_ && plan_[*begin_].problem == ControlProblem::kNone)
      plan_[*begin_].problem = ControlProblem::kLeftOpen;
    return std::move(plan_);
  }

 private:
  // Whether the runner puts a transaction around the file, or around what of it can stand in one.
  bool RunnerWraps() const {
    const auto statements = script_.statements();
    switch (runner_) {
      case Runner::kLockstep:
      case Runner::kGoose:
        return !no_transaction_;  // they then send each statement on its own
      case Runner::kDbmate:
      case Runner::kSqlx:
        return !no_transaction_ || IsOneImplicitTransaction();
      case Runner::kGolangMigrate:
        return IsOneImplicitTransaction();
      case Runner::kFlyway:
        return !no_transaction_ && std::none_of(statements.begin(), statements.end(), RefusesTransaction);
      case Runner::kPsql:
      case Runner::kNone:
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

  // Whether the runner says BEGIN itself, and means to say COMMIT.
  bool RunnerSaysBegin() const {
    return !no_transaction_ && (runner_ == Runner::kGoose || runner_ == Runner::kDbmate ||
                                runner_ == Runner::kSqlx || runner_ == Runner::kFlyway);
  }

  // Our own runner takes a pair of the file's own for its own, one string becomes the file's transaction.
  ControlProblem ProblemOfBegin() const {
    return own_ || (runners_ && RunnerSaysBegin()) ? ControlProblem::kNestedBegin : ControlProblem::kNone;
  }

  // Of COMMIT, ROLLBACK, PREPARE TRANSACTION.
  ControlProblem ProblemOfEnd(const ::TransactionStmt& control) const {
    const bool rolls_back = control.kind == TRANS_STMT_ROLLBACK;
    if (rolls_back && runner_ == Runner::kLockstep) return ControlProblem::kRollsBack;
    if (own_ || !runners_) return ControlProblem::kNone;
    if (rolls_back) return ControlProblem::kRollsBack;
    // At the very end it is what comes anyway, for who does not say it.
    const bool is_last = plan_.size() == script_.statements().size();
    const bool is_harmless = !RunnerSaysBegin() && (is_last || control.chain);
    return is_harmless ? ControlProblem::kNone : ControlProblem::kEndsRunners;
  }

  void Follow(const ::TransactionStmt& control) {
    if (Begins(control)) {
      plan_.back().problem = ProblemOfBegin();
      if (!own_) begin_ = plan_.size() - 1;
      // Inside the runner's transaction BEGIN is but a warning; it takes the transaction over all the same,
      // since the file's COMMIT ends it.
      own_ = true;
      runners_ = false;
      plan_.back().in_block = true;
    } else if (IsBoundary(control)) {
      plan_.back().problem = ProblemOfEnd(control);
      if (!control.chain) begin_.reset();
      own_ = control.chain;
      // What follows a COMMIT in the runner's transaction runs outside of any.
      ended_ = ended_ || runners_ || !control.chain;
      runners_ = false;
    }
  }

  const sql::Script& script_;
  Runner runner_;
  bool no_transaction_;
  std::vector<StatementTransaction> plan_;
  uint32_t number_ = 0;
  bool own_ = false;      // the file's own BEGIN is open
  bool runners_ = false;  // the runner's transaction is open
  bool opening_ = false;
  std::optional<size_t> begin_ = {};  // of the file's own transaction that is open
  bool ended_ = false;                // the file ended the transaction that the runner had opened for it
};

}  // namespace

std::vector<StatementTransaction> TransactionsOf(const sql::Script& script, Runner runner,
                                                 bool no_transaction) {
  return TransactionPlanner(script, runner, no_transaction).Plan();
}

}  // namespace lockstep::model
