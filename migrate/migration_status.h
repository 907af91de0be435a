// SPDX-License-Identifier: Apache-2.0
// What files and history together say of each migration: a pure function of both.
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
  kChanged,  // the up part is not what was applied; a changed down part is none of anybody's business. That
             // makes a repeatable one pending, unless the database is ahead of the files: a newer release has
             // put its own in place
  kMissing,  // applied, and there is no file, which a baseline, or what was adopted without one, needs not;
             // above all files: merely ahead of them; of a repeatable one: nobody's concern
  kLate,     // not applied, and below one that is
};

// "12 add_users", of a repeatable one "R__totals"; for messages, in which nothing of a name steers the
// terminal.
std::string LabelOf(const std::optional<source::Version>& version, std::string_view name);

// "applied", …
std::string_view StateName(MigrationState state);

struct MigrationStatus {
  std::optional<source::Version> version;  // none: repeatable
  std::string name;
  MigrationState state = MigrationState::kPending;
  const source::Migration* migration = nullptr;  // null: no file
  std::optional<HistoryRow> row = {};
  bool is_ahead = false;  // kMissing: above all files

  std::string Key() const;  // as in the history
};

// Every version that files or history know, in version order, then the repeatable ones in the order of their
// files. The migrations (source::InRunOrder) have to outlive the result.
std::vector<MigrationStatus> Compare(std::span<const source::Migration> migrations,
                                     std::span<const HistoryRow> rows);

// Those with a version, which come first.
std::span<const MigrationStatus> Versioned(std::span<const MigrationStatus> statuses);

// Null where the history knows nothing of it.
const HistoryRow* FindRow(std::span<const MigrationStatus> statuses, const source::Migration& migration);

// The highest version in the database; "0" when there is none.
std::string CurrentVersion(std::span<const MigrationStatus> statuses);
// Still to be applied, wholly or in part.
bool IsPending(const MigrationStatus& status);
size_t PendingCount(std::span<const MigrationStatus> statuses);

}  // namespace lockstep::migrate
