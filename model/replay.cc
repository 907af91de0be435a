// SPDX-License-Identifier: Apache-2.0
#include "model/replay.h"

#include "model/execution.h"
#include "model/no_transaction.h"
#include "model/session.h"
#include "model/statements.h"
#include "model/transactionality.h"

namespace lockstep::model {

namespace {

class FileRun {
 public:
  FileRun(Catalog& catalog, const Environment& environment, FileRecord& file)
      : catalog_(catalog), environment_(environment), file_(file) {}

  void Run(const sql::Statement& statement, const StatementTransaction& transaction) {
    if (transaction.begins) session_.Begin(catalog_.TakeSnapshot());
    file_.positions.push_back(file_.statements.size());
    StatementRecord& record = Add(statement, transaction);
    if (statement.node != nullptr) {
      record.transactionality = TransactionalityOf(*statement.node);
      Execute(record);
    }
    record.after = catalog_.TakeSnapshot();
    if (statement.node != nullptr && sql::As<::DoStmt>(statement.node) != nullptr)
      RunCode(statement, transaction);
    if (transaction.ends) session_.Commit();
  }

 private:
  StatementRecord& Add(const sql::Statement& statement, const StatementTransaction& transaction) {
    StatementRecord& record = file_.statements.emplace_back();
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

  // As part of one transaction, whatever the block stands in.
  void RunCode(const sql::Statement& block, StatementTransaction transaction) {
    const auto code =
        std::make_shared<const sql::EmbeddedCode>(sql::EmbeddedCode::Read(file_.script->file(), block));
    file_.code.push_back(code);
    file_.statements[file_.positions.back()].code = code.get();
    const bool is_alone = !session_.in_transaction();
    if (is_alone) session_.Begin(catalog_.TakeSnapshot());
    transaction.in_block = true;
    for (const sql::EmbeddedStatement& embedded : code->statements()) RunEmbedded(embedded, transaction);
    if (is_alone) session_.Commit();
  }

  void RunEmbedded(const sql::EmbeddedStatement& embedded, const StatementTransaction& transaction) {
    StatementRecord& record = Add(embedded.statement, transaction);
    record.is_embedded = true;
    if (TransactionalityOf(*embedded.statement.node) == Transactionality::kRefused) {
      // PreventInTransactionBlock() in PostgreSQL's xact.c
      record.failure = Failure{.sqlstate = "25001", .message = "it cannot be executed from a function"};
    } else {
      Execute(record);
    }
    // Whether it is carried out at all depends on what is there.
    if (embedded.is_conditional) record.failure.reset();
    record.after = catalog_.TakeSnapshot();
  }

  Catalog& catalog_;
  const Environment& environment_;
  FileRecord& file_;
  Session session_;
};

}  // namespace

FileRecord Replay::Run(const sql::Script& script, Runner runner, std::optional<bool> no_transaction) {
  FileRecord file{.script = &script, .catalog = &catalog_, .number = ++files_, .runner = runner};
  file.before = catalog_.TakeSnapshot();
  const Environment environment{.pg_version = options_.pg_version,
                                .time_zone = options_.time_zone,
                                .file = file.number,
                                .history_is_complete = options_.history_is_complete};
  const auto transactions =
      TransactionsOf(script, runner, no_transaction ? *no_transaction : AsksForNoTransaction(script, runner));
  const auto statements = script.statements();
  file.statements.reserve(statements.size());
  file.positions.reserve(statements.size());
  FileRun run(catalog_, environment, file);
  for (size_t i = 0; i < statements.size(); ++i) run.Run(statements[i], transactions[i]);
  file.after = catalog_.TakeSnapshot();
  return file;
}

}  // namespace lockstep::model
