// SPDX-License-Identifier: Apache-2.0
// The history table (what is applied, and how far) and the log table (every attempt), in the database that is
// migrated.
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

enum class RowKind : uint8_t {
  kVersioned,
  kRepeatable,  // its key is no version
  kBaseline,    // recorded without being run
  kAdopted,     // taken over from another tool, which knew of it
  kAssumed,     // taken over from another tool, whose one number can only suggest it
  kMirror,      // no migration: golang-migrate's table (the name), which is kept in sync (mirror.h)
};

// "versioned", …
std::string_view RowKindName(RowKind kind);

enum class RowState : uint8_t {
  kApplied,
  kPartial,  // some steps of the file are done, and the others not begun
  kRunning,  // in doubt: a statement that refuses a transaction was about to run, and nobody wrote down how
             // it ended
};

// How far a file of several steps has come.
struct Progress {
  size_t steps_done = 0;
  size_t steps = 0;
  size_t statements_done = 0;
  size_t statements = 0;
  std::vector<std::string> statement_hashes = {};  // of those done
};

struct HistoryRow {
  std::string version;  // canonical; of a repeatable its key
  RowKind kind = RowKind::kVersioned;
  std::string name = {};
  std::string checksum = {};  // of the up part; empty where nobody knows it
  std::optional<std::string> down_checksum = {};
  RowState state = RowState::kApplied;
  Direction direction = Direction::kUp;        // in which a migration that is not wholly applied was going
  Progress progress = {};                      // kPartial, kRunning
  std::string intent = {};                     // kRunning: the statement
  std::vector<std::string> intent_facts = {};  // kRunning: what was seen before it (probe.h)
  std::string applied_at = {};                 // UTC, RFC 3339
  std::string applied_by = {};                 // session user
  int64_t duration_ms = 0;
};

// What the runner writes of one migration.
struct HistoryEntry {
  std::string version;
  RowKind kind = RowKind::kVersioned;
  std::string name = {};
  std::string checksum = {};
  std::optional<std::string> down_checksum = {};
  Direction direction = Direction::kUp;
  size_t statements = 0;
  std::optional<std::string> sql = {};  // for the log, where statement texts are wanted there
};

// One statement with its parameters, for a pipeline or on its own.
struct Command {
  std::string sql;
  std::vector<pg::Parameter> parameters = {};
};

// Names are resolved once, never through search_path, and functions and operators are pg_catalog's: what else
// the database holds cannot turn these queries (CVE-2018-1058). Holds no connection and no state.
class History {
 public:
  // "schema.table" or "table" (in public), each part quoted where SQL would need it. Throws UsageError when
  // it is no name.
  explicit History(std::string_view table);

  const sql::QualifiedName& table() const { return table_; }
  const sql::QualifiedName& log_table() const { return log_; }
  // Of the database and this table: who uses another history table does not wait.
  int64_t AdvisoryKey(std::string_view database) const;
  int64_t AdvisoryKey(pg::Connection& connection) const;  // asks it for its database

  // One query; nothing when the table is not there. Works on a standby and for a role that may only read.
  std::optional<std::vector<HistoryRow>> Read(pg::Connection& connection) const;
  // Makes both tables where they are not there, and refuses tables that somebody else could have put there.
  // Throws DatabaseError, which says what to do when the role may not.
  void Prepare(pg::Connection& connection) const;

  // Refuses a table that somebody else could have put there, lest its triggers run as us; `advice` tells what
  // to do instead.
  static void RequireTrustworthy(pg::Connection& connection, const std::vector<sql::QualifiedName>& tables,
                                 std::string_view advice);

  // The statements that make them; nothing where both are there.
  std::optional<std::string> CreationSql(pg::Connection& connection) const;

  // Each is one statement. Without a duration, that is the transaction's so far.
  Command RecordApplied(const HistoryEntry& entry, std::optional<int64_t> duration_ms) const;
  // Another tool has applied it; what is not known of that is empty.
  Command RecordAdopted(const HistoryEntry& entry, std::string_view applied_at, std::string_view applied_by,
                        int64_t duration_ms) const;
  // The file says otherwise than what was applied, and the file is right; all else stays.
  Command RecordChecksums(const HistoryEntry& entry) const;
  Command RecordReverted(const HistoryEntry& entry) const;
  // A step was done, and others are to come.
  Command RecordPartial(const HistoryEntry& entry, const Progress& progress) const;
  // Before a statement that refuses a transaction.
  Command RecordIntent(const HistoryEntry& entry, const Progress& progress, std::string_view statement,
                       const std::vector<std::string>& facts) const;
  // It came to nothing, and nothing was done before it: as if it had not begun.
  Command ForgetIntent(const HistoryEntry& entry) const;
  Command Log(const HistoryEntry& entry, std::string_view outcome, std::optional<int64_t> duration_ms,
              std::string_view sqlstate, std::string_view message) const;

 private:
  void CreateTables(pg::Connection& connection) const;
  Command Upsert(const HistoryEntry& entry, std::string_view state, const Progress& progress,
                 std::optional<std::string> intent, const std::vector<std::string>& facts,
                 std::optional<int64_t> duration_ms) const;

  sql::QualifiedName table_;
  sql::QualifiedName log_;
  std::string history_sql_;  // quoted
  std::string log_sql_;
};

// One round trip that reads a table which may be anybody's: nothing when it is not there. `sql` uses
// TABLESAMPLE, which the server refuses for a view. Row-level security and columns of home-made types, which
// could run functions in our name as well, are refused with `why_not`, which
// goes on from the name. Throws DatabaseError.
std::optional<pg::Result> QueryTable(pg::Connection& connection, std::string_view sql,
                                     const sql::QualifiedName& table, std::string_view why_not);
// One of the two of ours.
std::optional<pg::Result> QueryOwnTable(pg::Connection& connection, std::string_view sql,
                                        const sql::QualifiedName& table);

}  // namespace lockstep::migrate
