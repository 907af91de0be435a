// SPDX-License-Identifier: Apache-2.0
#include "model/replay.h"

#include "model/execution.h"
#include "model/no_transaction.h"
#include "model/session.h"
#include "model/statements.h"
#include "model/transactionality.h"

namespace lockstep::model {

FileRecord Replay::Run(const sql::Script& script, Runner runner, std::optional<bool> no_transaction) {
  FileRecord file{.script = &script, .catalog = &catalog_, .number = ++files_, .runner = runner};
  file.before = catalog_.TakeSnapshot();
  const Environment environment{.pg_version = options_.pg_version,
                                .time_zone = options_.time_zone,
                                .file = file.number,
                                .history_is_complete = options_.history_is_complete};
  Session session;
  const auto transactions =
      TransactionsOf(script, runner, no_transaction ? *no_transaction : AsksForNoTransaction(script, runner));
  const auto statements = script.statements();
  file.statements.reserve(statements.size());
  for (size_t i = 0; i < statements.size(); ++i) {
    StatementRecord& record = file.statements.emplace_back();
    record.statement = &statements[i];
    record.before = catalog_.TakeSnapshot();
    record.transaction = transactions[i].number;
    record.in_transaction_block = transactions[i].in_block;
    record.control_problem = transactions[i].problem;
    if (transactions[i].begins) session.Begin(catalog_.TakeSnapshot());
    if (statements[i].node != nullptr) {
      record.transactionality = TransactionalityOf(*statements[i].node);
      record.lock_timeout_ms = session.settings().lock_timeout_ms;
      Execution execution(catalog_, session, environment, record);
      ExecuteStatement(execution, *statements[i].node);
    }
    record.after = catalog_.TakeSnapshot();
    if (transactions[i].ends) session.Commit();
  }
  file.after = catalog_.TakeSnapshot();
  return file;
}

}  // namespace lockstep::model
