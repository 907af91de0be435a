// SPDX-License-Identifier: Apache-2.0
// BEGIN, COMMIT and their kin among the statements of a file.
#pragma once

#include "sql/nodes.h"
#include "sql/script.h"

namespace lockstep::model {

// Null for every other statement, and for one that does not parse.
inline const ::TransactionStmt* AsTransaction(const sql::Statement& statement) {
  return sql::As<::TransactionStmt>(statement.node);
}

inline bool Begins(const ::TransactionStmt& statement) {
  return statement.kind == TRANS_STMT_BEGIN || statement.kind == TRANS_STMT_START;
}

inline bool Commits(const ::TransactionStmt& statement) { return statement.kind == TRANS_STMT_COMMIT; }

// Begins or ends the session's transaction. Savepoints stay inside it, and what is said of a prepared
// transaction is said of another one.
inline bool IsBoundary(const ::TransactionStmt& statement) {
  switch (statement.kind) {
    case TRANS_STMT_BEGIN:
    case TRANS_STMT_START:
    case TRANS_STMT_COMMIT:
    case TRANS_STMT_ROLLBACK:
    case TRANS_STMT_PREPARE:
      return true;
    case TRANS_STMT_SAVEPOINT:
    case TRANS_STMT_RELEASE:
    case TRANS_STMT_ROLLBACK_TO:
    case TRANS_STMT_COMMIT_PREPARED:
    case TRANS_STMT_ROLLBACK_PREPARED:
      return false;
  }
  return false;
}

}  // namespace lockstep::model
