// SPDX-License-Identifier: Apache-2.0
#include "migrate/plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "migrate/resume.h"

namespace lockstep::migrate {

namespace {

bool IsInDatabase(const MigrationStatus& status) { return status.row.has_value(); }

bool IsRepeatable(const MigrationStatus& status) { return !status.version; }

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
  const std::string version = status.Key();
  const std::string label = LabelOf(status.version, status.name);
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

std::optional<Conflict> ConflictOf(const MigrationStatus& status, const std::string& highest,
                                   const UpPolicy& policy) {
  const std::string version = status.Key();
  const std::string label = LabelOf(status.version, status.name);
  switch (status.state) {
    case MigrationState::kPending:
    case MigrationState::kApplied:
      return std::nullopt;
    case MigrationState::kMissing:
      if (status.is_ahead || IsRepeatable(status)) return std::nullopt;  // AheadMessage
      return Conflict{
          version, fmt::format("{}: it is applied, but its file is not there: bring the file back, or have "
                               "the history forget it: `lockstep repair --forget {}`",
                               label, version)};
    case MigrationState::kChanged:
      if (IsRepeatable(status)) return std::nullopt;
      return Conflict{
          version, fmt::format("{}: its file was changed after it was applied: bring the old text back, and "
                               "put the change into a new migration; or, where this database already is as "
                               "the file says now: `lockstep repair --accept {}`",
                               label, version)};
    case MigrationState::kLate:
      if (policy.out_of_order) return std::nullopt;
      return Conflict{
          version, fmt::format("{}: it comes late, as version {} is in the database already: give its files "
                               "a higher version, or apply it all the same: `lockstep up --out-of-order`",
                               label, highest)};
    case MigrationState::kPartial:
      return ConflictOfPartial(status, Direction::kUp);
  }
  return std::nullopt;
}

// Of all versions above the files together: they have one cause.
std::optional<Conflict> ConflictOfAhead(std::span<const MigrationStatus> statuses) {
  statuses = Versioned(statuses);
  std::vector<std::string> labels;
  for (const MigrationStatus& status : statuses) {
    if (status.state == MigrationState::kMissing && status.is_ahead)
      labels.push_back(LabelOf(status.version, status.name));
  }
  if (labels.empty()) return std::nullopt;
  return Conflict{statuses.back().Key(),
                  fmt::format("the database is ahead of these files: it has {}, which a newer release has "
                              "brought",
                              fmt::join(labels, ", "))};
}

// The highest version that the database knows anything of.
std::string HighestInDatabase(std::span<const MigrationStatus> statuses) {
  statuses = Versioned(statuses);
  const auto highest = std::find_if(statuses.rbegin(), statuses.rend(), IsInDatabase);
  return highest == statuses.rend() ? "0" : highest->Key();
}

// All that keeps the way up from being gone, and what is to be said of it; `except` is left out.
Plan CheckUp(std::span<const MigrationStatus> statuses, const UpPolicy& policy,
             const MigrationStatus* except = nullptr) {
  Plan plan{.direction = Direction::kUp};
  const std::string highest = HighestInDatabase(statuses);
  for (const MigrationStatus& status : statuses) {
    if (&status == except) continue;
    if (auto conflict = ConflictOf(status, highest, policy)) plan.conflicts.push_back(std::move(*conflict));
  }
  auto ahead = policy.ahead == Ahead::kIgnore ? std::nullopt : ConflictOfAhead(statuses);
  if (ahead && policy.ahead == Ahead::kError) {
    ahead->message += "; run that release, or let it pass with `ahead: warn` under `up:` in lockstep.yaml";
    plan.conflicts.push_back(std::move(*ahead));
  } else if (ahead) {
    plan.warnings.push_back(std::move(*ahead));
  }
  return plan;
}

}  // namespace

Plan PlanUp(std::span<const MigrationStatus> statuses, std::optional<size_t> limit,
            const std::optional<source::Version>& to, const UpPolicy& policy) {
  Plan plan = CheckUp(statuses, policy);
  if (!plan.conflicts.empty()) return plan;
  for (const MigrationStatus& status : statuses) {
    if (!IsRepeatable(status)) {
      if (to && *to < *status.version) return plan;
      if (!IsPending(status)) continue;
      if (limit && plan.migrations.size() == *limit) return plan;
    }
    if (IsPending(status)) plan.migrations.push_back(status.migration);
  }
  return plan;
}

Plan PlanDown(std::span<const MigrationStatus> statuses, size_t count) {
  Plan plan{.direction = Direction::kDown};
  const auto versioned = Versioned(statuses);
  for (auto status = versioned.rbegin(); status != versioned.rend() && plan.migrations.size() < count;
       ++status) {
    if (!IsInDatabase(*status)) continue;
    const std::string version = status->Key();
    const auto partial = status->state == MigrationState::kPartial
                             ? ConflictOfPartial(*status, Direction::kDown)
                             : std::nullopt;
    if (partial) {
      plan.conflicts.push_back(*partial);
    } else if (status->migration == nullptr) {
      plan.conflicts.push_back(
          {version,
           fmt::format("{0}: its file is not there, so it cannot be reverted\n  bring the file back, or "
                       "revert it by hand and `lockstep repair --forget {1}`",
                       LabelOf(status->version, status->name), version)});
    } else if (!status->migration->down) {
      plan.conflicts.push_back(
          {version,
           fmt::format("{0}: it has no down file, so it cannot be reverted\n  write one, or revert it "
                       "by hand and `lockstep repair --forget {1}`",
                       LabelOf(status->version, status->name), version)});
    } else {
      plan.migrations.push_back(status->migration);
      continue;
    }
    break;  // older ones cannot go before it
  }
  return plan;
}

Plan PlanGoto(std::span<const MigrationStatus> statuses, const std::optional<source::Version>& target,
              const UpPolicy& policy) {
  const auto versioned = Versioned(statuses);
  const auto above = std::find_if(versioned.begin(), versioned.end(), [&](const MigrationStatus& status) {
    return !target || *target < *status.version;
  });
  const auto to_revert = std::count_if(above, versioned.end(), IsInDatabase);
  if (to_revert == 0)
    return target ? PlanUp(statuses, std::nullopt, target, policy) : CheckUp(statuses, policy);
  Plan plan = PlanDown(statuses, static_cast<size_t>(to_revert));
  // Below the target nothing may be missing, or the database would not be what the target says.
  const std::string highest = HighestInDatabase(statuses);
  std::for_each(versioned.begin(), above, [&](const MigrationStatus& status) {
    if (status.state != MigrationState::kLate) return;
    plan.conflicts.push_back(*ConflictOf(status, highest, {}));
  });
  return plan;
}

Plan PlanRedo(std::span<const MigrationStatus> statuses, const UpPolicy& policy) {
  Plan plan = PlanDown(statuses, 1);
  plan.is_redo = true;
  if (plan.migrations.empty()) return plan;
  // It may have been changed: to try that is what redo is for.
  const auto redone = std::find_if(statuses.begin(), statuses.end(), [&](const MigrationStatus& status) {
    return status.migration == plan.migrations.front();
  });
  Plan up = CheckUp(statuses, policy, &*redone);
  plan.conflicts = std::move(up.conflicts);
  plan.warnings = std::move(up.warnings);
  return plan;
}

}  // namespace lockstep::migrate
