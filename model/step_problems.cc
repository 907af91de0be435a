// SPDX-License-Identifier: Apache-2.0
#include "model/step_problems.h"

#include <algorithm>
#include <string>
#include <utility>

#include "model/transaction_control.h"
#include "model/transactionality.h"

namespace lockstep::model {

namespace {

// pg_dump writes both around its output since August 2025 (CVE-2025-8714); they only concern psql.
bool IsHarmless(const sql::MetaCommand& command) {
  return command.name == "restrict" || command.name == "unrestrict";
}

// Rows that come from, or go to, whoever sends the statement.
bool CopiesThroughClient(const ::CopyStmt& statement) {
  return statement.filename == nullptr && !statement.is_program;
}

class ProblemFinder {
 public:
  ProblemFinder(const sql::Script& script, const StepOptions& options) : script_(script), options_(options) {}

  std::vector<StepProblem> Find() {
    for (const sql::MetaCommand& command : script_.meta_commands()) {
      if (IsHarmless(command)) continue;
      Report(command.span,
             "\\" + command.name + " is a command of psql, not SQL, and cannot be run here: remove the line");
    }
    const auto statements = script_.statements();
    for (next_ = 0; next_ < statements.size(); ++next_) Look(statements[next_]);
    if (begin_ != nullptr) {
      Report(begin_->span,
             "this transaction is left open: put COMMIT at its end, or remove BEGIN (the file runs in a "
             "transaction anyway)");
    }
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const StepProblem& a, const StepProblem& b) { return a.span.begin < b.span.begin; });
    return std::move(problems_);
  }

 private:
  void Look(const sql::Statement& statement) {
    if (statement.node == nullptr) {
      return Report(statement.span, statement.error ? statement.error->message : "cannot be read");
    }
    if (const auto* copy = sql::As<::CopyStmt>(statement.node)) return LookAtCopy(statement, *copy);
    const auto* control = AsTransaction(statement);
    if (control != nullptr) return LookAtControl(statement, *control);
    const bool refuses =
        options_.refused.contains(next_) || TransactionalityOf(*statement.node) == Transactionality::kRefused;
    if (!refuses) return;
    if (in_block_) {
      Report(
          statement.span,
          "this statement cannot run inside BEGIN … COMMIT: move it behind the COMMIT, or to a file of its "
          "own");
    } else {
      savepoints_.clear();  // it has a step of its own
    }
  }

  void LookAtCopy(const sql::Statement& statement, const ::CopyStmt& copy) {
    if (!CopiesThroughClient(copy)) return;
    if (!copy.is_from) {
      Report(statement.span,
             "COPY … TO STDOUT: nobody takes the rows here; remove the statement, or write to a file of the "
             "server's");
    } else if (!statement.copy_data) {
      Report(statement.span, "COPY … FROM stdin: no data follow; put them behind it, and the line \\. after");
    }
  }

  void LookAtControl(const sql::Statement& statement, const ::TransactionStmt& control) {
    switch (control.kind) {
      case TRANS_STMT_BEGIN:
      case TRANS_STMT_START:
        if (in_block_) {
          Report(statement.span, "this BEGIN stands inside a transaction that the file has open: remove it");
        }
        begin_ = &statement;
        EnterBlock(true);
        return;
      case TRANS_STMT_COMMIT:
        // COMMIT AND CHAIN needs a transaction, and gets the runner's. At the very end COMMIT is what the
        // runner does there anyway: files written for a runner that opens the transaction itself have it.
        if (!in_block_ && !control.chain && !IsLast()) {
          Report(
              statement.span,
              "this COMMIT has no BEGIN in the file: it would end the runner's transaction, and what follows "
              "would no longer be applied wholly or not at all; remove it, or put BEGIN before what belongs "
              "together");
        }
        begin_ = nullptr;
        EnterBlock(control.chain);
        return;
      case TRANS_STMT_ROLLBACK:
        Report(statement.span,
               "this ROLLBACK would undo what the history is about to call applied: remove it, and what it "
               "undoes");
        begin_ = nullptr;
        EnterBlock(control.chain);
        return;
      case TRANS_STMT_PREPARE:
        Report(statement.span,
               "PREPARE TRANSACTION leaves it to somebody else whether this is ever applied: use COMMIT");
        begin_ = nullptr;
        EnterBlock(false);
        return;
      case TRANS_STMT_SAVEPOINT:
        savepoints_.emplace_back(sql::Text(control.savepoint_name));
        return;
      case TRANS_STMT_RELEASE:
      case TRANS_STMT_ROLLBACK_TO:
        RequireSavepoint(statement, sql::Text(control.savepoint_name));
        return;
      case TRANS_STMT_COMMIT_PREPARED:
      case TRANS_STMT_ROLLBACK_PREPARED:
        return;
    }
  }

  bool IsLast() const { return next_ + 1 == script_.statements().size(); }

  void RequireSavepoint(const sql::Statement& statement, std::string_view name) {
    const bool commits_each = options_.no_transaction && !in_block_;
    if (!commits_each && std::find(savepoints_.begin(), savepoints_.end(), name) != savepoints_.end()) return;
    Report(statement.span, "there is no savepoint \"" + std::string(name) + "\" in this transaction");
  }

  void EnterBlock(bool in_block) {
    in_block_ = in_block;
    savepoints_.clear();
  }

  void Report(sql::Span span, std::string message) { problems_.push_back({span, std::move(message)}); }

  const sql::Script& script_;
  const StepOptions& options_;
  std::vector<StepProblem> problems_;
  std::vector<std::string> savepoints_;
  size_t next_ = 0;
  const sql::Statement* begin_ = nullptr;  // of the file's own that is still open
  bool in_block_ = false;                  // of the file's own, by BEGIN or COMMIT AND CHAIN
};

}  // namespace

std::vector<StepProblem> FindStepProblems(const sql::Script& script, const StepOptions& options) {
  return ProblemFinder(script, options).Find();
}

}  // namespace lockstep::model
