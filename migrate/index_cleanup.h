// SPDX-License-Identifier: Apache-2.0
// Removes the INVALID index that a failed CREATE INDEX CONCURRENTLY leaves behind, which would count as
// existing for a later IF NOT EXISTS.
#pragma once

#include <optional>
#include <string>

#include "pg/connection.h"
#include "sql/name.h"
#include "sql/script.h"

namespace lockstep::migrate {

enum class IndexState { kAbsent, kInvalid, kValid };

// What a statement builds or drops concurrently, where it names it.
struct ConcurrentIndex {
  sql::QualifiedName index;                      // schema empty: that of the table, or search_path's
  std::optional<sql::QualifiedName> table = {};  // CREATE INDEX
  bool is_drop = false;
};

// Nothing for any other statement, and for CREATE INDEX without a name.
std::optional<ConcurrentIndex> ConcurrentIndexOf(const sql::Statement& statement);

IndexState StateOf(pg::Connection& connection, const ConcurrentIndex& index);

// DROP INDEX CONCURRENTLY IF EXISTS.
void DropIndex(pg::Connection& connection, const ConcurrentIndex& index);

// Made right before the statement runs, under the file's settings: only an index that was not there then is
// ours to remove.
class IndexCleanup {
 public:
  IndexCleanup(pg::Connection& connection, const sql::Statement& statement);

  // After the statement succeeded: whether it did nothing, over an INVALID index.
  std::optional<pg::ServerMessage> FindProblem() const;
  // After the statement failed. False when the index could not be removed, as others use it.
  bool Run() const;

 private:
  pg::Connection& connection_;
  std::optional<ConcurrentIndex> index_;
  bool was_there_ = false;
};

}  // namespace lockstep::migrate
