// SPDX-License-Identifier: Apache-2.0
#include "model/lock_mode.h"

#include <array>

namespace lockstep::model {

namespace {

struct ModeNames {
  std::string_view pg_locks;
  std::string_view sql;
};

constexpr std::array<ModeNames, 9> kNames = {{
    {"", ""},
    {"AccessShareLock", "ACCESS SHARE"},
    {"RowShareLock", "ROW SHARE"},
    {"RowExclusiveLock", "ROW EXCLUSIVE"},
    {"ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE"},
    {"ShareLock", "SHARE"},
    {"ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"},
    {"ExclusiveLock", "EXCLUSIVE"},
    {"AccessExclusiveLock", "ACCESS EXCLUSIVE"},
}};

constexpr unsigned Bit(LockMode mode) { return 1U << static_cast<unsigned>(mode); }

constexpr unsigned AtLeast(LockMode mode) { return (Bit(LockMode::kAccessExclusive) << 1U) - Bit(mode); }

// LockConflicts[] of PostgreSQL's storage/lmgr/lock.c.
constexpr std::array<unsigned, 9> kConflicts = {
    0,
    Bit(LockMode::kAccessExclusive),
    AtLeast(LockMode::kExclusive),
    AtLeast(LockMode::kShare),
    AtLeast(LockMode::kShareUpdateExclusive),
    AtLeast(LockMode::kRowExclusive) & ~Bit(LockMode::kShare),
    AtLeast(LockMode::kRowExclusive),
    AtLeast(LockMode::kRowShare),
    AtLeast(LockMode::kAccessShare),
};

}  // namespace

std::string_view PgLocksName(LockMode mode) { return kNames[static_cast<size_t>(mode)].pg_locks; }

std::string_view SqlName(LockMode mode) { return kNames[static_cast<size_t>(mode)].sql; }

bool Conflict(LockMode held, LockMode requested) {
  return (kConflicts[static_cast<size_t>(held)] & Bit(requested)) != 0;
}

}  // namespace lockstep::model
