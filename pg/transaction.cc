// SPDX-License-Identifier: Apache-2.0
// BEGIN, COMMIT, ROLLBACK, and what a lost connection means for them.
#include "pg/transaction.h"

#include <exception>

#include "pg/error.h"

namespace lockstep::pg {

Transaction::Transaction(Connection& connection, std::string_view begin) : connection_(connection) {
  connection_.Execute(begin);
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    Rollback();
  } catch (const std::exception&) {
    // The session is gone, or will be with its owner; the server rolls back either way.
  }
}

void Transaction::Commit() {
  open_ = false;
  Result result;
  try {
    result = connection_.Execute("COMMIT");
  } catch (const DatabaseError& error) {
    if (!error.ConnectionLost()) throw;
    throw DatabaseError(Failure::kCommitUnknown, error.fields());
  }
  // COMMIT of a failed transaction succeeds, and rolls back:
  // https://www.postgresql.org/docs/current/sql-commit.html
  if (result.command_tag() == "ROLLBACK") {
    throw DatabaseError(
        Failure::kStatement,
        ServerMessage{.severity = "ERROR",
                      .sqlstate = "25P02",
                      .message = "COMMIT rolled back, as a statement of the transaction had failed"});
  }
}

void Transaction::Rollback() {
  open_ = false;
  const Uninterrupted guard(connection_);
  connection_.Execute("ROLLBACK");
}

}  // namespace lockstep::pg
