// SPDX-License-Identifier: Apache-2.0
// BEGIN, COMMIT, ROLLBACK and savepoints: what they undo in the catalog and in the session's settings.
#include "model/statements.h"

namespace lockstep::model {

void Transaction(Execution& execution, const ::TransactionStmt& statement) {
  execution.Do(OperationKind::kTransaction, {}, &statement, statement.location);
  Session& session = execution.session();
  Catalog& catalog = execution.catalog();
  switch (statement.kind) {
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START:
      // In a transaction already: only a warning.
      if (!session.in_transaction()) session.Begin(catalog.TakeSnapshot());
      return;
    case TRANS_STMT_COMMIT:
    case TRANS_STMT_PREPARE:
      session.Commit();
      if (statement.chain) session.Begin(catalog.TakeSnapshot());
      return;
    case TRANS_STMT_ROLLBACK:
      if (session.in_transaction()) catalog.RestoreTo(session.Rollback());
      if (statement.chain) session.Begin(catalog.TakeSnapshot());
      return;
    case TRANS_STMT_SAVEPOINT:
      session.Savepoint(sql::Text(statement.savepoint_name), catalog.TakeSnapshot());
      return;
    case TRANS_STMT_RELEASE:
      session.Release(sql::Text(statement.savepoint_name));
      return;
    case TRANS_STMT_ROLLBACK_TO:
      if (const auto snapshot = session.RollbackTo(sql::Text(statement.savepoint_name)))
        catalog.RestoreTo(*snapshot);
      return;
    case TRANS_STMT_COMMIT_PREPARED:
    case TRANS_STMT_ROLLBACK_PREPARED:
      return;
  }
}

}  // namespace lockstep::model
