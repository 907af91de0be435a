// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's table-level lock modes, and what waits for them.
// https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep::model {

// In ascending strength, as in PostgreSQL's storage/lockdefs.h.
enum class LockMode : uint8_t {
  kNone,
  kAccessShare,
  kRowShare,
  kRowExclusive,
  kShareUpdateExclusive,
  kShare,
  kShareRowExclusive,
  kExclusive,
  kAccessExclusive,
};

// As in pg_locks.mode: "AccessExclusiveLock"; empty for kNone.
std::string_view PgLocksName(LockMode mode);

// As the manual and LOCK TABLE write it: "ACCESS EXCLUSIVE"; empty for kNone.
std::string_view SqlName(LockMode mode);

// The table of conflicting lock modes (13.2 in the manual).
bool Conflict(LockMode held, LockMode requested);

// Whether SELECT (ACCESS SHARE) waits.
inline bool BlocksReads(LockMode mode) { return Conflict(mode, LockMode::kAccessShare); }

// Whether INSERT, UPDATE, DELETE (ROW EXCLUSIVE) wait.
inline bool BlocksWrites(LockMode mode) { return Conflict(mode, LockMode::kRowExclusive); }

}  // namespace lockstep::model
