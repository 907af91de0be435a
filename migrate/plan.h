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
  kChanged,  // the up part is not what was applied; a changed down part is none of anybody's business
  kMissing,  // applied, and there is no file, which a baseline needs not; above all files: merely ahead of
             // them
  kLate,     // not applied, and below one that is
};

// "12 add_users", for messages, in which nothing of a name steers the terminal.
std::string LabelOf(const source::Version& version, std::string_view name);

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

// Null where the history knows nothing of it.
const HistoryRow* FindRow(std::span<const MigrationStatus> statuses, const source::Migration& migration);

// The highest version in the database; "0" when there is none.
std::string CurrentVersion(std::span<const MigrationStatus> statuses);
// Still to be applied, wholly or in part.
bool IsPending(const MigrationStatus& status);
size_t PendingCount(std::span<const MigrationStatus> statuses);

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
// applied in part is gone on with, where its file still says what was done.
Plan PlanUp(std::span<const MigrationStatus> statuses, std::optional<size_t> limit,
            const std::optional<source::Version>& to, const UpPolicy& policy = {});

// The last `count` applied ones, newest first.
Plan PlanDown(std::span<const MigrationStatus> statuses, size_t count);

// Up or down, so that the versions up to and with `target` are applied and no others; nothing: none at all.
Plan PlanGoto(std::span<const MigrationStatus> statuses, const std::optional<source::Version>& target,
              const UpPolicy& policy = {});

// The way down of `down 1` and `up 1`, with all that would stop the way up again.
Plan PlanRedo(std::span<const MigrationStatus> statuses, const UpPolicy& policy = {});

}  // namespace lockstep::migrate
