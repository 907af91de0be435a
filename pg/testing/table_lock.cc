// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/table_lock.h"

#include <algorithm>
#include <array>

namespace lockstep::pg {
namespace {

using enum TableLock;

struct Row {
  std::string_view pg_locks_name;
  std::string_view sql_name;
  TableLocks conflicts;
};

// LockConflicts in PostgreSQL's src/backend/storage/lmgr/lock.c.
const std::array<Row, 8>& Rows() {
  static const std::array<Row, 8> rows = {{
      {"AccessShareLock", "ACCESS SHARE", {kAccessExclusive}},
      {"RowShareLock", "ROW SHARE", {kExclusive, kAccessExclusive}},
      {"RowExclusiveLock", "ROW EXCLUSIVE", {kShare, kShareRowExclusive, kExclusive, kAccessExclusive}},
      {"ShareUpdateExclusiveLock",
       "SHARE UPDATE EXCLUSIVE",
       {kShareUpdateExclusive, kShare, kShareRowExclusive, kExclusive, kAccessExclusive}},
      {"ShareLock",
       "SHARE",
       {kRowExclusive, kShareUpdateExclusive, kShareRowExclusive, kExclusive, kAccessExclusive}},
      {"ShareRowExclusiveLock",
       "SHARE ROW EXCLUSIVE",
       {kRowExclusive, kShareUpdateExclusive, kShare, kShareRowExclusive, kExclusive, kAccessExclusive}},
      {"ExclusiveLock",
       "EXCLUSIVE",
       {kRowShare, kRowExclusive, kShareUpdateExclusive, kShare, kShareRowExclusive, kExclusive,
        kAccessExclusive}},
      {"AccessExclusiveLock",
       "ACCESS EXCLUSIVE",
       {kAccessShare, kRowShare, kRowExclusive, kShareUpdateExclusive, kShare, kShareRowExclusive, kExclusive,
        kAccessExclusive}},
  }};
  return rows;
}

const Row& RowOf(TableLock mode) { return Rows().at(static_cast<size_t>(mode)); }

}  // namespace

std::string_view PgLocksName(TableLock mode) { return RowOf(mode).pg_locks_name; }

std::optional<TableLock> TableLockFromPgLocks(std::string_view name) {
  for (size_t i = 0; i < Rows().size(); ++i) {
    if (Rows().at(i).pg_locks_name == name) return static_cast<TableLock>(i);
  }
  return std::nullopt;
}

std::string_view SqlName(TableLock mode) { return RowOf(mode).sql_name; }

bool Conflict(TableLock one, TableLock other) { return RowOf(one).conflicts.contains(other); }

std::optional<TableLock> StrongestBeside(const TableLocks& held) {
  for (size_t i = Rows().size(); i > 0; --i) {
    const auto mode = static_cast<TableLock>(i - 1);
    const bool conflicts =
        std::any_of(held.begin(), held.end(), [&](TableLock other) { return Conflict(mode, other); });
    if (!conflicts) return mode;
  }
  return std::nullopt;
}

}  // namespace lockstep::pg
