// SPDX-License-Identifier: Apache-2.0
// The history table (what is applied) and the log table (every attempt), in the database that is migrated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"
#include "sql/name.h"

namespace lockstep::migrate {

enum class Direction : uint8_t { kUp, kDown };

// "up", "down"
std::string_view DirectionName(Direction direction);

enum class RowState : uint8_t {
  kApplied,
  kInDoubt,  // a statement that refuses a transaction was about to run, and nobody wrote down how it ended
};

struct HistoryRow {
  std::string version;  // canonical
  std::string name = {};
  std::string checksum = {};  // of the up part
  RowState state = RowState::kApplied;
  Direction direction = Direction::kUp;  // in which the migration that is in doubt was going
  std::string intent = {};               // in doubt: the statement
  std::string applied_at = {};           // UTC, RFC 3339
  std::string applied_by = {};           // session user
  int64_t duration_ms = 0;
};

// What the runner writes of one migration.
struct HistoryEntry {
  std::string version;
  std::string name = {};
  std::string checksum = {};
  std::optional<std::string> down_checksum = {};
  Direction direction = Direction::kUp;
  size_t statements = 0;
};

// One statement with its parameters, for a pipeline or on its own.
struct Command {
  std::string sql;
  std::vector<pg::Parameter> parameters = {};
};

// Names are resolved once, never through search_path. Holds no connection and no state.
class History {
 public:
  // "schema.table" or "table" (in public), each part quoted where SQL would need it. Throws UsageError when
  // it is no name.
  explicit History(std::string_view table);

  const sql::QualifiedName& table() const { return table_; }
  // Of the database and this table: who uses another history table does not wait.
  int64_t AdvisoryKey(std::string_view database) const;

  // One query; nothing when the table is not there. Works on a standby and for a role that may only read.
  std::optional<std::vector<HistoryRow>> Read(pg::Connection& connection) const;
  // Makes both tables where they are not there. Throws DatabaseError, which says what to do when the role may
  // not.
  void Create(pg::Connection& connection) const;

  // To be run inside the migration's transaction; without a duration, that is the transaction's so far.
  Command RecordApplied(const HistoryEntry& entry, std::optional<int64_t> duration_ms) const;
  Command RecordReverted(const HistoryEntry& entry) const;
  Command Log(const HistoryEntry& entry, std::string_view outcome, std::optional<int64_t> duration_ms,
              std::string_view sqlstate, std::string_view message) const;
  // Before and after a statement that refuses a transaction.
  Command RecordIntent(const HistoryEntry& entry, std::string_view statement) const;
  Command ForgetIntent(const HistoryEntry& entry) const;

 private:
  void CreateTables(pg::Connection& connection) const;

  sql::QualifiedName table_;
  sql::QualifiedName log_;
  std::string history_sql_;  // quoted
  std::string log_sql_;
};

}  // namespace lockstep::migrate
