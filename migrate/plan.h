// SPDX-License-Identifier: Apache-2.0
// Decides what to run: pure functions of what files and history say.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "migrate/migration_status.h"
#include "source/migration.h"

namespace lockstep::migrate {

// Files and history contradict each other. The message says what to do about it.
struct Conflict {
  std::string version;
  std::string message;
};

struct Plan {
  Direction direction = Direction::kUp;
  bool is_redo = false;                                   // down, and another plan goes up again
  std::vector<const source::Migration*> migrations = {};  // in the order in which they run
  std::vector<Conflict> conflicts = {};                   // nothing may run when there is one
  std::vector<Conflict> warnings = {};                    // what the policy lets pass, but not in silence
};

// What to make of a database with versions above all files, as an older release meets it.
enum class Ahead : uint8_t { kIgnore, kWarn, kError };

struct UpPolicy {
  bool out_of_order = false;  // late ones are applied, before those that come in order
  Ahead ahead = Ahead::kWarn;
};

// All pending migrations, or the next `limit` of them, or those up to and with version `to`. One that is
// applied in part is gone on with, where its file still says what was done. Repeatable ones come when that
// reaches the last version, and do not count for the limit.
Plan PlanUp(std::span<const MigrationStatus> statuses, std::optional<size_t> limit,
            const std::optional<source::Version>& to, const UpPolicy& policy = {});

// The last `count` applied ones, newest first. Repeatable ones are never reverted.
Plan PlanDown(std::span<const MigrationStatus> statuses, size_t count);

// Up or down, so that the versions up to and with `target` are applied and no others; nothing: none at all.
Plan PlanGoto(std::span<const MigrationStatus> statuses, const std::optional<source::Version>& target,
              const UpPolicy& policy = {});

// The way down of `down 1` and `up 1`, with all that would stop the way up again.
Plan PlanRedo(std::span<const MigrationStatus> statuses, const UpPolicy& policy = {});

}  // namespace lockstep::migrate
