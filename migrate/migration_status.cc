// SPDX-License-Identifier: Apache-2.0
#include "migrate/migration_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sql/printable.h"

namespace lockstep::migrate {

namespace {

// What a baseline stands for, or another tool's table names without a file, was never run from one here: it
// may be gone for good.
bool HadAFile(const HistoryRow& row) {
  const bool is_adopted = row.kind == RowKind::kAdopted || row.kind == RowKind::kAssumed;
  return row.kind != RowKind::kBaseline && (!is_adopted || !row.checksum.empty());
}

MigrationState StateOf(const MigrationStatus& status, const source::Version* highest_applied) {
  if (!status.row) {
    return highest_applied != nullptr && *status.version < *highest_applied ? MigrationState::kLate
                                                                            : MigrationState::kPending;
  }
  if (status.row->state != RowState::kApplied) return MigrationState::kPartial;
  if (status.migration == nullptr)
    return HadAFile(*status.row) ? MigrationState::kMissing : MigrationState::kApplied;
  // Nothing to compare: only the down part is there, or nobody knows what was applied.
  if (!status.migration->up || status.row->checksum.empty()) return MigrationState::kApplied;
  return status.migration->up->checksum == status.row->checksum ? MigrationState::kApplied
                                                                : MigrationState::kChanged;
}

MigrationState StateOfRepeatable(const MigrationStatus& status, bool database_is_ahead) {
  if (!status.row) return MigrationState::kPending;
  if (status.row->state != RowState::kApplied) return MigrationState::kPartial;
  if (status.migration == nullptr) return MigrationState::kMissing;
  if (status.migration->up->checksum == status.row->checksum) return MigrationState::kApplied;
  return database_is_ahead ? MigrationState::kChanged : MigrationState::kPending;
}

bool IsInDatabase(const MigrationStatus& status) { return status.row.has_value(); }

bool IsRepeatable(const MigrationStatus& status) { return !status.version; }

std::vector<MigrationStatus> CompareVersioned(std::span<const source::Migration> migrations,
                                              std::span<const HistoryRow> rows) {
  std::map<source::Version, MigrationStatus> by_version;
  for (const source::Migration& migration : migrations) {
    by_version.emplace(
        *migration.version,
        MigrationStatus{.version = migration.version, .name = migration.name, .migration = &migration});
  }
  const source::Version* highest_file = migrations.empty() ? nullptr : &*migrations.back().version;
  for (const HistoryRow& row : rows) {
    const auto version = source::Version::Parse(row.version);
    if (!version) continue;
    const auto [entry, is_new] =
        by_version.emplace(*version, MigrationStatus{.version = *version, .name = row.name});
    entry->second.row = row;
    entry->second.is_ahead = is_new && (highest_file == nullptr || *highest_file < *version);
  }
  const auto highest = std::find_if(by_version.rbegin(), by_version.rend(),
                                    [](const auto& entry) { return IsInDatabase(entry.second); });
  const source::Version* highest_applied = highest == by_version.rend() ? nullptr : &highest->first;
  std::vector<MigrationStatus> statuses;
  statuses.reserve(by_version.size());
  for (auto& [version, status] : by_version) {
    status.state = StateOf(status, highest_applied);
    statuses.push_back(std::move(status));
  }
  return statuses;
}

// In the order of the files, then those of which only the history knows.
std::vector<MigrationStatus> CompareRepeatable(std::span<const source::Migration> migrations,
                                               std::span<const HistoryRow> rows, bool database_is_ahead) {
  std::vector<MigrationStatus> statuses;
  for (const source::Migration& migration : migrations)
    statuses.push_back({.version = {}, .name = migration.name, .migration = &migration});
  for (const HistoryRow& row : rows) {
    if (row.kind != RowKind::kRepeatable) continue;
    auto status = std::find_if(statuses.begin(), statuses.end(),
                               [&](const MigrationStatus& item) { return item.Key() == row.version; });
    if (status == statuses.end()) status = statuses.insert(statuses.end(), {.version = {}, .name = row.name});
    status->row = row;
  }
  for (MigrationStatus& status : statuses) status.state = StateOfRepeatable(status, database_is_ahead);
  return statuses;
}

}  // namespace

std::string LabelOf(const std::optional<source::Version>& version, std::string_view name) {
  return sql::Printable(version ? fmt::format("{} {}", version->Canonical(), name)
                                : fmt::format("R__{}", name));
}

std::string MigrationStatus::Key() const { return version ? version->Canonical() : "R__" + name; }

std::string_view StateName(MigrationState state) {
  switch (state) {
    case MigrationState::kPending:
      return "pending";
    case MigrationState::kApplied:
      return "applied";
    case MigrationState::kPartial:
      return "partial";
    case MigrationState::kChanged:
      return "changed";
    case MigrationState::kMissing:
      return "missing";
    case MigrationState::kLate:
      return "late";
  }
  return {};
}

std::vector<MigrationStatus> Compare(std::span<const source::Migration> migrations,
                                     std::span<const HistoryRow> rows) {
  const auto first_repeatable =
      std::find_if(migrations.begin(), migrations.end(),
                   [](const source::Migration& migration) { return !migration.version; });
  std::vector<MigrationStatus> statuses = CompareVersioned({migrations.begin(), first_repeatable}, rows);
  const bool is_ahead = std::any_of(statuses.begin(), statuses.end(), [](const MigrationStatus& status) {
    return status.is_ahead && status.state == MigrationState::kMissing;
  });
  for (MigrationStatus& status : CompareRepeatable({first_repeatable, migrations.end()}, rows, is_ahead))
    statuses.push_back(std::move(status));
  return statuses;
}

std::span<const MigrationStatus> Versioned(std::span<const MigrationStatus> statuses) {
  return {statuses.begin(), std::find_if(statuses.begin(), statuses.end(), IsRepeatable)};
}

const HistoryRow* FindRow(std::span<const MigrationStatus> statuses, const source::Migration& migration) {
  const auto found = std::find_if(statuses.begin(), statuses.end(), [&](const MigrationStatus& status) {
    return status.migration == &migration;
  });
  return found == statuses.end() || !found->row ? nullptr : &*found->row;
}

std::string CurrentVersion(std::span<const MigrationStatus> statuses) {
  statuses = Versioned(statuses);
  const auto newest = std::find_if(statuses.rbegin(), statuses.rend(), [](const MigrationStatus& status) {
    return IsInDatabase(status) && status.row->state == RowState::kApplied;
  });
  return newest == statuses.rend() ? "0" : newest->Key();
}

bool IsPending(const MigrationStatus& status) {
  switch (status.state) {
    case MigrationState::kPending:
    case MigrationState::kLate:
      return true;
    case MigrationState::kPartial:
      return status.row->direction == Direction::kUp;
    case MigrationState::kApplied:
    case MigrationState::kChanged:
    case MigrationState::kMissing:
      break;
  }
  return false;
}

size_t PendingCount(std::span<const MigrationStatus> statuses) {
  return static_cast<size_t>(std::count_if(statuses.begin(), statuses.end(), IsPending));
}

}  // namespace lockstep::migrate
