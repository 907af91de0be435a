// SPDX-License-Identifier: Apache-2.0
// Compares files and history, and decides what to run: a pure function of both.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/history.h"
#include "source/migration.h"

namespace lockstep::migrate {

enum class MigrationState : uint8_t {
  kPending,
  kApplied,
  kPartial,  // some steps of it are done, or one is in doubt
  kChanged,  // the up part is not what was applied
  kMissing,  // applied, and there is no file; a version above all files is merely ahead of them
  kLate,     // not applied, and below one that is
};

// "applied", …
std::string_view StateName(MigrationState state);

struct MigrationStatus {
  source::Version version;
  std::string name;
  MigrationState state = MigrationState::kPending;
  const source::Migration* migration = nullptr;  // null: no file
  std::optional<HistoryRow> row = {};
  bool is_ahead = false;  // kMissing: above all files
};

// Every version that files or history know, in version order. The migrations have to outlive the result.
std::vector<MigrationStatus> Compare(std::span<const source::Migration> migrations,
                                     std::span<const HistoryRow> rows);

// The highest version in the database; "0" when there is none.
std::string CurrentVersion(std::span<const MigrationStatus> statuses);
size_t PendingCount(std::span<const MigrationStatus> statuses);

// Files and history contradict each other. The message says what to do about it.
struct Conflict {
  std::string version;
  std::string message;
};

struct Plan {
  Direction direction = Direction::kUp;
  std::vector<const source::Migration*> migrations = {};  // in the order in which they run
  std::vector<Conflict> conflicts = {};                   // nothing may run when there is one
};

// All pending migrations, or the next `limit` of them, or those up to and with version `to`. One that is
// applied in part is gone on with, where its file still says what was done.
Plan PlanUp(std::span<const MigrationStatus> statuses, std::optional<size_t> limit,
            const std::optional<source::Version>& to);

// The last `count` applied ones, newest first.
Plan PlanDown(std::span<const MigrationStatus> statuses, size_t count);

}  // namespace lockstep::migrate
