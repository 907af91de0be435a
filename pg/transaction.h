// SPDX-License-Identifier: Apache-2.0
// A transaction block that ends with its scope.
#pragma once

#include <string_view>

#include "pg/connection.h"

namespace lockstep::pg {

// The connection has to outlive it, and must not be moved meanwhile.
class Transaction {
 public:
  explicit Transaction(Connection& connection, std::string_view begin = "BEGIN");
  // Rolls back what was not committed, whatever interrupts there are. Never throws: what goes wrong here ends
  // the session, and with it the transaction.
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  // Throws DatabaseError: kStatement when the server rolled back instead (a deferred constraint, or a failed
  // statement before), kCommitUnknown when the session died before the answer.
  void Commit();
  void Rollback();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace lockstep::pg
