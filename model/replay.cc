// SPDX-License-Identifier: Apache-2.0
#include "model/replay.h"

#include <algorithm>
#include <utility>

#include "model/calls.h"
#include "model/description.h"
#include "model/execution.h"
#include "model/no_transaction.h"
#include "model/session.h"
#include "model/statements.h"
#include "model/transaction_control.h"
#include "model/transactionality.h"

namespace lockstep::model {

namespace {

// Of a statement.
constexpr size_t kUsualOperations = 2;
constexpr size_t kUsualLocks = 4;
constexpr size_t kUsualBytes = sizeof(StatementRecord) + kUsualOperations * sizeof(Operation) +
                               kUsualLocks * sizeof(LockRequest) + sizeof(Work) + sizeof(size_t);

class FileRun {
 public:
  FileRun(Catalog& catalog, const Environment& environment, FileRecord& file, uint32_t last_transaction)
      : catalog_(catalog), environment_(environment), file_(file), last_transaction_(last_transaction) {}

  void Run(const sql::Statement& statement, const StatementTransaction& transaction) {
    if (transaction.begins) {
      session_.Begin(catalog_.TakeSnapshot());
      is_in_runners_ = true;
    }
    file_.positions.push_back(file_.statements.size());
    StatementRecord& record = Add(statement, transaction);
    if (statement.node != nullptr) {
      record.transactionality = TransactionalityOf(*statement.node);
      Execute(record);
    } else {
      catalog_.NoteUntoldObjects();
    }
    record.after = catalog_.TakeSnapshot();
    transaction_ = transaction;
    transaction_.problem = ControlProblem::kNone;
    code_runs_ = 0;
    if (statement.node != nullptr) {
      RunCodeOf(file_.positions.back(), {.caller = statement.number, .may_commit = MayCommit()});
    }
    if (transaction.ends) {
      session_.Commit();
      is_in_runners_ = false;
    }
  }

 private:
  // What code that is carried out inherits from what has it carried out.
  struct Surroundings {
    size_t caller = 0;  // number of the script's statement
    bool may_commit = false;
    bool is_conditional = false;
    size_t depth = 0;
  };

  // Functions that call functions: more than anyone writes, fewer than take long.
  static constexpr size_t kDeepest = 16;
  static constexpr size_t kMostRuns = 1000;

  // Whether code may. Our own runner asks the server, and takes what commits out of its transaction.
  bool MayCommit() const {
    if (file_.runner == Runner::kLockstep) return is_in_runners_ || !session_.in_transaction();
    return !session_.in_transaction() && !transaction_.in_block;
  }

  StatementRecord& Add(const sql::Statement& statement, const StatementTransaction& transaction) {
    StatementRecord& record = file_.statements.emplace_back(file_.memory.get());
    record.operations.reserve(kUsualOperations);
    record.locks.reserve(kUsualLocks);
    record.statement = &statement;
    record.before = catalog_.TakeSnapshot();
    record.transaction = transaction.number;
    record.in_transaction_block = transaction.in_block;
    record.control_problem = transaction.problem;
    record.lock_timeout_ms = session_.settings().lock_timeout_ms;
    return record;
  }

  void Execute(StatementRecord& record) {
    Execution execution(catalog_, session_, environment_, record);
    ExecuteStatement(execution, *record.statement->node);
  }

  // Refused before it is carried out, or with IF NOT EXISTS of what is there.
  static bool IsLeftOut(const StatementRecord& record) {
    return record.failure || (!record.operations.empty() && record.operations.front().does_nothing);
  }

  // The code that a statement has carried out: a DO block's, that of the routines that it calls.
  void RunCodeOf(size_t record, const Surroundings& surroundings) {
    if (IsLeftOut(file_.statements[record])) return;
    const sql::Statement& statement = *file_.statements[record].statement;
    if (sql::As<::DoStmt>(statement.node) != nullptr) {
      if (statement.has_places) RunBlock(record, surroundings);
      return;
    }
    if (!catalog_.HasFunctions() || !MayCall(*statement.node)) return;
    const bool is_call = sql::As<::CallStmt>(statement.node) != nullptr;
    Surroundings inner = surroundings;
    inner.may_commit = surroundings.may_commit && is_call;
    const Execution execution(catalog_, session_, environment_, file_.statements[record]);
    for (const RoutineCall& call : CallsOf(execution, *statement.node)) {
      inner.is_conditional = surroundings.is_conditional || call.is_conditional;
      RunRoutine(record, call, inner);
    }
  }

  void RunBlock(size_t record, const Surroundings& surroundings) {
    const sql::Statement& block = *file_.statements[record].statement;
    RunCode(record,
            {.code = sql::EmbeddedCode::Read(*environment_.source, block), .caller = surroundings.caller},
            surroundings);
  }

  void RunRoutine(size_t record, const RoutineCall& call, const Surroundings& surroundings) {
    const bool calls_itself = std::find(active_.begin(), active_.end(), call.routine) != active_.end();
    if (calls_itself || code_runs_ > kMostRuns) return;
    const sql::Statement& caller = *file_.statements[record].statement;
    const Function& routine = *catalog_.Get(call.routine);
    const RoutineCode& code = *routine.code;
    sql::CodeHolder holder{.text = code.text, .fallback = caller.span, .number = caller.number};
    if (routine.created_in == environment_.file) {
      holder.place = code.place;
      holder.fallback = {code.place, code.place + code.text.size()};
      holder.number = code.statement;
    }
    active_.push_back(call.routine);
    RunCode(record,
            {.code = ReadCode(code, holder, call, surroundings.depth),
             .routine = Describe(catalog_, call.routine, catalog_.TakeSnapshot()),
             .caller = surroundings.caller},
            surroundings);
    active_.pop_back();
  }

  sql::EmbeddedCode ReadCode(const RoutineCode& code, const sql::CodeHolder& holder, const RoutineCall& call,
                             size_t depth) const {
    if (depth == kDeepest)
      return sql::EmbeddedCode::NotRead(holder, "it is called by sixteen others, one by another");
    if (code_runs_ == kMostRuns)
      return sql::EmbeddedCode::NotRead(holder, "its statement has called a thousand others before");
    return sql::EmbeddedCode::Read(holder, code.Parsed(), call.call);
  }

  // As part of one transaction, but for its own COMMIT.
  void RunCode(size_t record, CodeRun run, Surroundings surroundings) {
    const auto code = std::make_shared<const CodeRun>(std::move(run));
    ++code_runs_;
    ++surroundings.depth;
    file_.code.push_back(code);
    file_.statements[record].code.push_back(code.get());
    const bool is_alone = !session_.in_transaction();
    if (is_alone) session_.Begin(catalog_.TakeSnapshot());
    transaction_.in_block = true;
    for (const sql::EmbeddedStatement& embedded : code->code.statements())
      RunEmbedded(embedded, *code, surroundings);
    if (is_alone) session_.Commit();
  }

  void RunEmbedded(const sql::EmbeddedStatement& embedded, const CodeRun& code,
                   const Surroundings& surroundings) {
    const size_t position = file_.statements.size();
    StatementRecord& record = Add(embedded.statement, transaction_);
    record.part_of = &code;
    // Whether it is carried out at all depends on what is there.
    const bool is_conditional = embedded.is_conditional || surroundings.is_conditional;
    if (is_conditional || embedded.statement.node == nullptr) catalog_.NoteUntoldObjects();
    if (embedded.statement.node == nullptr) {
      record.after = record.before;
      return;
    }
    if (const auto* control = AsTransaction(embedded.statement)) {
      Control(*control, record, surroundings);
    } else if (TransactionalityOf(*embedded.statement.node) == Transactionality::kRefused) {
      // PreventInTransactionBlock() in PostgreSQL's xact.c
      record.failure = Failure{.sqlstate = "25001", .message = "it cannot be executed from a function"};
    } else {
      Execute(record);
    }
    if (is_conditional) record.failure.reset();
    record.after = catalog_.TakeSnapshot();
    Surroundings inner = surroundings;
    inner.is_conditional = is_conditional;
    RunCodeOf(position, inner);
  }

  // COMMIT and ROLLBACK in code end its transaction, and the next one begins at once.
  void Control(const ::TransactionStmt& control, StatementRecord& record, const Surroundings& surroundings) {
    if (!surroundings.may_commit) {
      record.failure =
          Failure{.sqlstate = "2D000",
                  .message = "code in a transaction block, or in a function, cannot end the transaction"};
      return;
    }
    if (Commits(control)) {
      session_.Commit();
    } else {
      catalog_.RestoreTo(session_.Rollback());
    }
    session_.Begin(catalog_.TakeSnapshot());
    transaction_.number = ++last_transaction_;
  }

  Catalog& catalog_;
  const Environment& environment_;
  FileRecord& file_;
  Session session_;
  bool is_in_runners_ = false;  // the transaction of the session is one that the runner has begun
  uint32_t last_transaction_;
  StatementTransaction
      transaction_;                 // of the script's statement, and of its code since the last COMMIT there
  std::vector<FunctionId> active_;  // routines whose code is being carried out
  size_t code_runs_ = 0;            // of the script's statement
};

}  // namespace

FileRecord Replay::Run(const sql::Script& script, Runner runner, std::optional<bool> no_transaction) {
  const auto statements = script.statements();
  FileRecord file{
      .script = &script,
      .catalog = &catalog_,
      .number = ++files_,
      .runner = runner,
      .memory = std::make_unique<std::pmr::monotonic_buffer_resource>((statements.size() + 1) * kUsualBytes)};
  file.before = catalog_.TakeSnapshot();
  const Environment environment{.pg_version = options_.pg_version,
                                .time_zone = options_.time_zone,
                                .file = file.number,
                                .history_is_complete = options_.history_is_complete,
                                .start_is_known = options_.start_is_known,
                                .source = &script.file()};
  const auto transactions =
      TransactionsOf(script, runner, no_transaction ? *no_transaction : AsksForNoTransaction(script, runner));
  file.statements.reserve(statements.size());
  file.positions.reserve(statements.size());
  FileRun run(catalog_, environment, file, transactions.empty() ? 0 : transactions.back().number);
  for (size_t i = 0; i < statements.size(); ++i) run.Run(statements[i], transactions[i]);
  file.after = catalog_.TakeSnapshot();
  return file;
}

}  // namespace lockstep::model
