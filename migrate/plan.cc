// SPDX-License-Identifier: Apache-2.0
#include "migrate/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "migrate/resume.h"

namespace lockstep::migrate {

namespace {

MigrationState StateOf(const MigrationStatus& status, const source::Version* highest_applied) {
  if (!status.row) {
    return highest_applied != nullptr && status.version < *highest_applied ? MigrationState::kLate
                                                                           : MigrationState::kPending;
  }
  if (status.row->state != RowState::kApplied) return MigrationState::kPartial;
  if (status.migration == nullptr) return MigrationState::kMissing;
  // A migration of which only the down part is there has nothing that could have changed.
  if (status.migration->up && status.migration->up->checksum != status.row->checksum)
    return MigrationState::kChanged;
  return MigrationState::kApplied;
}

bool IsInDatabase(const MigrationStatus& status) { return status.row.has_value(); }

std::optional<std::string> WhyNotResumable(const MigrationStatus& status) {
  const HistoryRow& row = *status.row;
  if (status.migration == nullptr) return "its file is not there: bring the file back";
  const auto& part = row.direction == Direction::kUp ? status.migration->up : status.migration->down;
  if (!part)
    return fmt::format("its {} file is not there: bring the file back", DirectionName(row.direction));
  return WhyNotResumable(sql::Script::Parse(part->file), row.progress);
}

// Why a migration that is done in part cannot be gone on with in that direction.
std::optional<Conflict> ConflictOfPartial(const MigrationStatus& status, Direction direction) {
  const HistoryRow& row = *status.row;
  const std::string version = status.version.Canonical();
  const std::string label = fmt::format("{} {}", version, status.name);
  if (row.state == RowState::kRunning) {
    return Conflict{
        version,
        fmt::format(
            "{}: the run that carried it out ended before it wrote down whether this statement was done: "
            "{}\n  look whether it was; then `lockstep repair --done {}`, or `lockstep repair --not-done {}`",
            label, row.intent, version, version)};
  }
  const std::string how_far =
      fmt::format("{} {} of {} statements", row.direction == Direction::kUp ? "applied" : "reverted",
                  row.progress.statements_done, row.progress.statements);
  if (row.direction != direction) {
    return Conflict{version, fmt::format("{}: it is {}: `lockstep {}` finishes that", label, how_far,
                                         DirectionName(row.direction))};
  }
  if (const auto why = WhyNotResumable(status)) {
    return Conflict{version,
                    fmt::format("{}: it is {}, and cannot be gone on with: {}\n  or finish it by hand, and "
                                "say so: `lockstep repair --mark {}`, or undo it by hand: `lockstep repair "
                                "--forget {}`",
                                label, how_far, *why, version, version)};
  }
  return std::nullopt;
}

std::optional<Conflict> ConflictOf(const MigrationStatus& status, const std::string& current) {
  const std::string version = status.version.Canonical();
  const std::string label = fmt::format("{} {}", version, status.name);
  switch (status.state) {
    case MigrationState::kPending:
    case MigrationState::kApplied:
      return std::nullopt;
    case MigrationState::kMissing:
      // An older release that starts against a newer database.
      if (status.is_ahead) return std::nullopt;
      return Conflict{
          version, fmt::format("{}: it is applied, but its file is not there: bring the file back", label)};
    case MigrationState::kChanged:
      return Conflict{
          version,
          fmt::format("{}: its file was changed after it was applied: bring the old text back, and put the "
                      "change into a new migration",
                      label)};
    case MigrationState::kLate:
      return Conflict{
          version,
          fmt::format("{}: it comes late, as version {} is applied already: give its files a higher version",
                      label, current)};
    case MigrationState::kPartial:
      return ConflictOfPartial(status, Direction::kUp);
  }
  return std::nullopt;
}

std::vector<Conflict> ConflictsOf(std::span<const MigrationStatus> statuses) {
  std::vector<Conflict> conflicts;
  const std::string current = CurrentVersion(statuses);
  for (const MigrationStatus& status : statuses) {
    if (auto conflict = ConflictOf(status, current)) conflicts.push_back(std::move(*conflict));
  }
  return conflicts;
}

}  // namespace

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
  std::map<source::Version, MigrationStatus> by_version;
  for (const source::Migration& migration : migrations) {
    by_version.emplace(
        *migration.version,
        MigrationStatus{.version = *migration.version, .name = migration.name, .migration = &migration});
  }
  const source::Version* highest_file = migrations.empty() ? nullptr : &*migrations.back().version;
  for (const HistoryRow& row : rows) {
    const auto version = source::Version::Parse(row.version);
    if (!version) continue;  // repeatable migrations have none
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

std::string CurrentVersion(std::span<const MigrationStatus> statuses) {
  const auto newest = std::find_if(statuses.rbegin(), statuses.rend(), [](const MigrationStatus& status) {
    return IsInDatabase(status) && status.row->state == RowState::kApplied;
  });
  return newest == statuses.rend() ? "0" : newest->version.Canonical();
}

size_t PendingCount(std::span<const MigrationStatus> statuses) {
  return static_cast<size_t>(
      std::count_if(statuses.begin(), statuses.end(), [](const MigrationStatus& status) {
        return !status.row ||
               (status.row->state != RowState::kApplied && status.row->direction == Direction::kUp);
      }));
}

Plan PlanUp(std::span<const MigrationStatus> statuses, std::optional<size_t> limit,
            const std::optional<source::Version>& to) {
  Plan plan{.direction = Direction::kUp};
  plan.conflicts = ConflictsOf(statuses);
  if (!plan.conflicts.empty()) return plan;
  for (const MigrationStatus& status : statuses) {
    const bool is_open = status.state == MigrationState::kPending || status.state == MigrationState::kPartial;
    if (!is_open || (to && *to < status.version)) continue;
    if (limit && plan.migrations.size() == *limit) break;
    plan.migrations.push_back(status.migration);
  }
  return plan;
}

Plan PlanDown(std::span<const MigrationStatus> statuses, size_t count) {
  Plan plan{.direction = Direction::kDown};
  for (auto status = statuses.rbegin(); status != statuses.rend() && plan.migrations.size() < count;
       ++status) {
    if (!IsInDatabase(*status)) continue;
    const std::string version = status->version.Canonical();
    const auto partial = status->state == MigrationState::kPartial
                             ? ConflictOfPartial(*status, Direction::kDown)
                             : std::nullopt;
    if (partial) {
      plan.conflicts.push_back(*partial);
    } else if (status->migration == nullptr) {
      plan.conflicts.push_back({version, fmt::format("{} {}: its file is not there, so it cannot be reverted",
                                                     version, status->name)});
    } else if (!status->migration->down) {
      plan.conflicts.push_back({version, fmt::format("{} {}: it has no down file, so it cannot be reverted",
                                                     version, status->name)});
    } else {
      plan.migrations.push_back(status->migration);
      continue;
    }
    break;  // older ones cannot go before it
  }
  return plan;
}

}  // namespace lockstep::migrate
