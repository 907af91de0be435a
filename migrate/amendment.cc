// SPDX-License-Identifier: Apache-2.0
#include "migrate/amendment.h"

#include <fmt/format.h>

#include <algorithm>

#include "migrate/doubt.h"
#include "migrate/session_state.h"
#include "pg/transaction.h"
#include "sql/script.h"

namespace lockstep::migrate {

namespace {

std::string OptionOf(AmendmentKind kind) {
  switch (kind) {
    case AmendmentKind::kAccept:
      return "--accept";
    case AmendmentKind::kMark:
      return "--mark";
    case AmendmentKind::kForget:
      return "--forget";
    case AmendmentKind::kDone:
      return "--done";
    case AmendmentKind::kNotDone:
      return "--not-done";
    case AmendmentKind::kBaseline:
      return "baseline";
  }
  return {};
}

bool IsInDoubt(const MigrationStatus& status) {
  return status.row && status.row->state == RowState::kRunning;
}

std::string WhyNotAccept(const MigrationStatus& status) {
  switch (status.state) {
    case MigrationState::kChanged:
      return {};
    case MigrationState::kApplied:
      return "its file is what was applied";
    case MigrationState::kMissing:
      return "its file is not there";
    case MigrationState::kPending:
    case MigrationState::kLate:
      return "it is not applied; `--mark` says that it is";
    case MigrationState::kPartial:
      return "it is applied in part";
  }
  return {};
}

std::string WhyNotMark(const MigrationStatus& status) {
  switch (status.state) {
    case MigrationState::kPending:
    case MigrationState::kLate:
    case MigrationState::kPartial:
      return {};
    case MigrationState::kApplied:
    case MigrationState::kMissing:
      return "it is applied already";
    case MigrationState::kChanged:
      return "it is applied already; `--accept` says that its file is what was applied";
  }
  return {};
}

std::string WhyNotSettle(const MigrationStatus& status) {
  return IsInDoubt(status) ? std::string() : "none of its statements is in doubt";
}

// Empty: it makes sense.
std::string WhyNot(AmendmentKind kind, const MigrationStatus& status) {
  switch (kind) {
    case AmendmentKind::kAccept:
      return WhyNotAccept(status);
    case AmendmentKind::kMark:
      return WhyNotMark(status);
    case AmendmentKind::kForget:
      return status.row ? std::string() : "the history does not have it";
    case AmendmentKind::kDone:
    case AmendmentKind::kNotDone:
      return WhyNotSettle(status);
    case AmendmentKind::kBaseline:
      return {};
  }
  return {};
}

HistoryEntry EntryFor(const Amendment& amendment) {
  const MigrationStatus& status = amendment.status;
  HistoryEntry entry{.version = status.Key(),
                     .kind = status.version ? RowKind::kVersioned : RowKind::kRepeatable,
                     .name = status.name};
  if (amendment.kind == AmendmentKind::kBaseline) {
    entry.kind = RowKind::kBaseline;
  } else if (status.row) {
    entry.kind = status.row->kind;
  }
  if (status.migration != nullptr && status.migration->up) {
    entry.checksum = status.migration->up->checksum;
    entry.statements = sql::Script::Parse(status.migration->up->file).statements().size();
    if (status.migration->down) entry.down_checksum = status.migration->down->checksum;
  } else if (status.row) {
    entry.checksum = status.row->checksum;
    entry.down_checksum = status.row->down_checksum;
    entry.statements = status.row->progress.statements;
  }
  return entry;
}

std::vector<Command> CommandsFor(const History& history, const Amendment& amendment) {
  const HistoryEntry entry = EntryFor(amendment);
  const Command log = history.Log(entry, AmendmentName(amendment.kind), 0, {}, {});
  switch (amendment.kind) {
    case AmendmentKind::kAccept:
      return {history.RecordChecksums(entry), log};
    case AmendmentKind::kMark:
    case AmendmentKind::kBaseline:
      return {history.RecordApplied(entry, 0), log};
    case AmendmentKind::kForget:
      return {history.RecordReverted(entry), log};
    case AmendmentKind::kDone:
    case AmendmentKind::kNotDone:
      return SettledCommands(history, *amendment.status.row, amendment.kind == AmendmentKind::kDone,
                             AmendmentName(amendment.kind));
  }
  return {};
}

void Carry(pg::Connection& connection, const History& history, const std::optional<Mirror>& mirror,
           const std::vector<Amendment>& amendments) {
  pg::Transaction transaction(connection, "BEGIN READ WRITE");
  for (const Amendment& amendment : amendments) {
    for (const Command& command : CommandsFor(history, amendment))
      connection.Query(command.sql, command.parameters);
  }
  if (mirror) {
    for (const Command& command : mirror->SyncCommands(history))
      connection.Query(command.sql, command.parameters);
  }
  transaction.Commit();
}

bool IsRaised(const pg::Interrupt* interrupt) { return interrupt != nullptr && interrupt->raised(); }

}  // namespace

std::string_view AmendmentName(AmendmentKind kind) {
  switch (kind) {
    case AmendmentKind::kAccept:
      return "accepted";
    case AmendmentKind::kMark:
      return "marked applied";
    case AmendmentKind::kForget:
      return "forgotten";
    case AmendmentKind::kDone:
      return "said to be done";
    case AmendmentKind::kNotDone:
      return "said not to be done";
    case AmendmentKind::kBaseline:
      return "baseline";
  }
  return {};
}

AmendmentPlan PlanRepair(std::span<const MigrationStatus> statuses,
                         std::span<const AmendmentRequest> requests) {
  AmendmentPlan plan;
  for (const AmendmentRequest& request : requests) {
    const auto refuse = [&](std::string_view label, std::string_view why) {
      plan.refusals.push_back(
          {request.key, fmt::format("repair {} {}: {}", OptionOf(request.kind), label, why)});
    };
    const auto status = std::find_if(statuses.begin(), statuses.end(),
                                     [&](const MigrationStatus& item) { return item.Key() == request.key; });
    const bool is_repeated =
        std::any_of(plan.amendments.begin(), plan.amendments.end(),
                    [&](const Amendment& amendment) { return amendment.status.Key() == request.key; });
    if (status == statuses.end()) {
      refuse(request.key, "neither the files nor the history have this version");
    } else if (is_repeated) {
      refuse(request.key, "say one thing of a version");
    } else if (const std::string why = WhyNot(request.kind, *status); !why.empty()) {
      refuse(LabelOf(status->version, status->name), why);
    } else {
      plan.amendments.push_back({request.kind, *status});
    }
  }
  return plan;
}

AmendmentPlan PlanBaseline(std::span<const MigrationStatus> statuses, const source::Version& version) {
  AmendmentPlan plan;
  const auto refuse = [&plan](const MigrationStatus& status, std::string_view why) {
    plan.refusals.push_back({status.Key(), fmt::format("{} {}", LabelOf(status.version, status.name), why)});
  };
  bool has_version = false;
  for (const MigrationStatus& status : statuses) {
    if (!status.version) continue;  // a baseline is a version
    const bool is_above = version < *status.version;
    if (status.state == MigrationState::kPartial) {
      refuse(status, "is applied in part: finish it first, or `lockstep repair`");
    } else if (is_above && status.row) {
      refuse(status,
             "is in the history already: a baseline lies below all that was applied; `lockstep repair "
             "--mark` records a single version");
    } else if (!is_above && !status.row) {
      plan.amendments.push_back({AmendmentKind::kBaseline, status});
    }
    has_version = has_version || status.version == version;
  }
  if (has_version) return plan;
  const bool has_lower = !statuses.empty() && statuses.front().version && *statuses.front().version < version;
  if (has_lower) {
    plan.refusals.push_back({version.Canonical(), fmt::format("no file has version {}", version.text())});
  } else {
    plan.amendments.push_back({AmendmentKind::kBaseline, {.version = version, .name = "baseline"}});
  }
  return plan;
}

AmendmentReport Amend(pg::Connection& connection, const RunnerOptions& options, const Observer& observer,
                      std::span<const source::Migration> migrations, const AmendmentPlanner& planner) {
  const History history(options.history_table);
  if (options.before_writing) options.before_writing(connection);
  AdvisoryLock lock(connection, history.AdvisoryKey(connection));
  const auto no_lock = [&]() -> AmendmentReport {
    if (IsRaised(options.interrupt)) return {.outcome = Outcome::kInterrupted};
    return {.outcome = Outcome::kLockTimeout, .holder = lock.FindHolder()};
  };
  if (!lock.Acquire(options.lock_wait, options.interrupt, observer)) return no_lock();
  const auto rows = history.Read(connection).value_or(std::vector<HistoryRow>{});
  const auto mirror = Mirror::Find(rows);
  if (mirror) {
    lock.AddOthers(mirror->LockIds(Identify(connection).database));
    if (!lock.AcquireOthers(options.lock_wait, options.interrupt, observer)) return no_lock();
    mirror->RequireTable(connection);
  }
  AmendmentPlan plan = planner(Compare(migrations, rows));
  if (!plan.refusals.empty()) return {.outcome = Outcome::kConflict, .refusals = std::move(plan.refusals)};
  if (plan.amendments.empty()) return {.outcome = Outcome::kNothingToDo};
  const SessionSettings settings{.role = options.role,
                                 .setup = options.session_setup,
                                 .lock_timeout = LockTimeoutFor(options.table_lock_budget)};
  for (const Command& command : EnterSession(settings)) connection.Query(command.sql, command.parameters);
  history.Prepare(connection);
  Carry(connection, history, mirror, plan.amendments);
  return {.made = std::move(plan.amendments)};
}

}  // namespace lockstep::migrate
