// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's table-level lock modes, as pg_locks names them.
// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace lockstep::pg {

// From the weakest to the strongest.
enum class TableLock : uint8_t {
  kAccessShare,
  kRowShare,
  kRowExclusive,
  kShareUpdateExclusive,
  kShare,
  kShareRowExclusive,
  kExclusive,
  kAccessExclusive,
};

using TableLocks = std::set<TableLock>;

// "AccessShareLock"; the other way round nothing for a mode of another kind of lock.
std::string_view PgLocksName(TableLock mode);
std::optional<TableLock> TableLockFromPgLocks(std::string_view name);

// As LOCK TABLE … IN … MODE spells it.
std::string_view SqlName(TableLock mode);

bool Conflict(TableLock one, TableLock other);

// The strongest mode that another session can have beside these. Every mode that is stronger than all of
// these conflicts with it. Nothing beside ACCESS EXCLUSIVE.
std::optional<TableLock> StrongestBeside(const TableLocks& held);

}  // namespace lockstep::pg
