// SPDX-License-Identifier: Apache-2.0
// The one error that talking to a server throws.
#pragma once

#include <stdexcept>
#include <string>

#include "pg/server_message.h"

namespace lockstep::pg {

// Told apart by what the caller can do next.
enum class Failure {
  kStatement,      // a statement failed; the session lives on (inside a transaction: after ROLLBACK)
  kUnreachable,    // no connection now (nobody listens, starting up, too many clients): trying again may help
  kRefused,        // no connection until something is changed (password, database, role, pg_hba.conf, TLS)
  kBadParameters,  // the connection string cannot be used; no server was asked
  kConnectionLost,  // the session died: its open transaction is rolled back, its session locks are gone
  kCommitUnknown,   // the session died while COMMIT was under way: it may have taken effect, or still do so
};

// Never contains a password of ours.
class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(Failure failure, ServerMessage message);
  // An error that was found on this side of the wire.
  DatabaseError(Failure failure, std::string message);

  Failure failure() const { return failure_; }
  const ServerMessage& fields() const { return fields_; }

  const std::string& sqlstate() const { return fields_.sqlstate; }  // empty when no server was involved
  const std::string& message() const {
    return fields_.message;
  }  // what() has severity and SQLSTATE before it
  const std::string& detail() const { return fields_.detail; }
  const std::string& hint() const { return fields_.hint; }
  const std::string& context() const { return fields_.context; }
  int position() const { return fields_.position; }  // 1-based characters in the text sent; 0: none

  bool ConnectionLost() const {
    return failure_ == Failure::kConnectionLost || failure_ == Failure::kCommitUnknown;
  }
  bool IsLockTimeout() const { return sqlstate() == "55P03"; }  // NOWAIT as well
  bool IsDeadlock() const { return sqlstate() == "40P01"; }
  bool IsCanceled() const { return sqlstate() == "57014"; }  // by request or by statement_timeout
  bool IsReadOnly() const { return sqlstate() == "25006"; }  // standby, or default_transaction_read_only
  bool LacksPrivilege() const { return sqlstate() == "42501"; }
  bool RefusesTransactionBlock() const { return sqlstate() == "25001"; }

 private:
  Failure failure_;
  ServerMessage fields_;
};

}  // namespace lockstep::pg
