// SPDX-License-Identifier: Apache-2.0
#include "migrate/runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "migrate/doubt.h"
#include "migrate/execution.h"
#include "model/steps.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

bool HasDoubt(std::span<const MigrationStatus> statuses) {
  return std::any_of(statuses.begin(), statuses.end(), [](const MigrationStatus& status) {
    return status.row && status.row->state == RowState::kRunning && status.migration != nullptr;
  });
}

}  // namespace

Plan PlanUp(std::span<const MigrationStatus> statuses, const UpTarget& target, size_t finished,
            const UpPolicy& policy) {
  // Repeatable ones are among the finished, and do not count.
  const auto limit =
      target.limit ? std::optional(*target.limit - std::min(*target.limit, finished)) : std::nullopt;
  Plan plan = PlanUp(statuses, limit, target.to, policy);
  if (target.limit == 0U) plan.migrations.clear();
  if (target.approved && plan.conflicts.empty())
    plan.conflicts = DifferencesFrom(*target.approved, plan, statuses, finished);
  return plan;
}

std::vector<Obstacle> FindObstacles(const Plan& plan) {
  std::vector<Obstacle> obstacles;
  const auto look_at = [&](const source::Migration& migration, Direction direction) {
    const source::Part& part = PartFor(migration, direction);
    const sql::Script script = sql::Script::Parse(part.file);
    model::StepPlan steps = model::PlanSteps(script, {.no_transaction = part.no_transaction});
    for (model::StepProblem& problem : steps.problems) {
      obstacles.push_back({.migration = &migration,
                           .file = &part.file,
                           .span = problem.span,
                           .message = std::move(problem.message)});
    }
  };
  for (const source::Migration* migration : plan.migrations) {
    look_at(*migration, plan.direction);
    if (plan.is_redo) look_at(*migration, Direction::kUp);
  }
  return obstacles;
}

Runner::Runner(pg::Connection& connection, RunnerOptions options, Observer observer)
    : connection_(connection),
      options_(std::move(options)),
      observer_(std::move(observer)),
      history_(options_.history_table) {}

std::vector<MigrationStatus> Runner::Status(std::span<const source::Migration> migrations) {
  return Compare(migrations, history_.Read(connection_).value_or(std::vector<HistoryRow>{}));
}

std::optional<Conflict> Runner::FindDifference() {
  const auto look = [this]() -> std::optional<Conflict> {
    const auto rows = history_.Read(connection_).value_or(std::vector<HistoryRow>{});
    const auto mirror = Mirror::Find(rows);
    return mirror ? mirror->FindDifference(connection_, rows) : std::nullopt;
  };
  // A run may have ended between the two queries.
  return look() ? look() : std::nullopt;
}

std::optional<LockHolder> Runner::FindOtherRun() {
  return AdvisoryLock(connection_, history_.AdvisoryKey(connection_)).FindHolder();
}

RunReport Runner::Up(std::span<const source::Migration> migrations, const UpTarget& target) {
  return Run(migrations, [&](std::span<const MigrationStatus> statuses, size_t finished) {
    return PlanUp(statuses, target, finished, options_.policy);
  });
}

RunReport Runner::Down(std::span<const source::Migration> migrations, size_t count) {
  return Run(migrations, [count](std::span<const MigrationStatus> statuses, size_t finished) {
    return PlanDown(statuses, count - finished);
  });
}

RunReport Runner::Goto(std::span<const source::Migration> migrations,
                       const std::optional<source::Version>& target) {
  return Run(migrations, [&](std::span<const MigrationStatus> statuses, size_t /*finished*/) {
    return PlanGoto(statuses, target, options_.policy);
  });
}

RunReport Runner::Redo(std::span<const source::Migration> migrations) {
  std::optional<source::Version> version;
  RunReport down = Run(migrations, [&](std::span<const MigrationStatus> statuses, size_t finished) {
    Plan plan = finished == 0 ? PlanRedo(statuses, options_.policy) : Plan{.direction = Direction::kDown};
    if (!plan.migrations.empty()) version = plan.migrations.front()->version;
    return plan;
  });
  if (down.outcome != Outcome::kDone) return down;
  RunReport up = Run(migrations, [&](std::span<const MigrationStatus> statuses, size_t /*finished*/) {
    Plan plan = PlanUp(statuses, std::nullopt, version, options_.policy);
    std::erase_if(plan.migrations, [&](const auto* migration) { return migration->version != *version; });
    return plan;
  });
  up.duration += down.duration;
  return up;
}

RunReport Runner::Run(std::span<const source::Migration> migrations, const Planner& planner) {
  const Clock::time_point began = Clock::now();
  RunReport report;
  try {
    report.outcome = TryRun(migrations, planner, report);
  } catch (const pg::DatabaseError& error) {
    if (!error.ConnectionLost() || !under_way_ || !options_.connect || IsInterrupted()) throw;
    const source::Migration& migration = *under_way_->migration;
    report.lost = LostMigration{.message = error.message(),
                                .version = migration.Key(),
                                .label = LabelOf(migration.version, migration.name)};
    FindOut(*report.lost, migrations);
    report.outcome = Outcome::kConnectionLost;
    if (report.lost->is_finished) {
      ++report.finished;
      --report.remaining;
    }
  }
  report.duration = std::chrono::duration_cast<Milliseconds>(Clock::now() - began);
  return report;
}

// The backend of the lost connection may still be at it, COMMIT even: it holds the lock until it is gone, and
// only then does the history tell.
void Runner::FindOut(LostMigration& lost, std::span<const source::Migration> migrations) {
  try {
    pg::Connection connection = options_.connect();
    AdvisoryLock lock(connection, history_.AdvisoryKey(Identify(connection).database));
    if (!lock.Acquire(options_.lock_wait, options_.interrupt, [](const Event&) {})) return;
    const auto statuses = Compare(migrations, history_.Read(connection).value_or(std::vector<HistoryRow>{}));
    const auto status = std::find_if(statuses.begin(), statuses.end(), [&](const MigrationStatus& item) {
      return item.migration == under_way_->migration;
    });
    lost.is_finished = under_way_->direction == Direction::kUp ? status->state == MigrationState::kApplied
                                                               : !status->row.has_value();
    lost.state = status->state;
    if (status->row) lost.progress = status->row->progress;
    lost.is_known = true;
  } catch (const pg::DatabaseError&) {
    // Then it stays unknown, which is said.
  }
}

Outcome Runner::TryRun(std::span<const source::Migration> migrations, const Planner& planner,
                       RunReport& report) {
  const auto rows = history_.Read(connection_);
  const auto statuses = Compare(migrations, rows.value_or(std::vector<HistoryRow>{}));
  const auto kept = Mirror::Find(rows.value_or(std::vector<HistoryRow>{}));
  // Without the lock, a difference may be one of the moment.
  const bool differs = kept && kept->FindDifference(connection_, *rows);
  if (!HasDoubt(statuses) && !differs) {
    if (const auto reason = WhyNotRun(planner(statuses, 0), report)) return *reason;
  }
  if (options_.before_writing) options_.before_writing(connection_);
  const SessionIdentity session = Identify(connection_);
  if (options_.role.empty()) options_.role = session.role;
  AdvisoryLock lock(connection_, history_.AdvisoryKey(session.database));
  if (!lock.Acquire(options_.lock_wait, options_.interrupt, observer_)) return NoLock(lock, report);
  history_.Prepare(connection_);
  const auto now = history_.Read(connection_).value_or(std::vector<HistoryRow>{});
  const auto mirror = Mirror::Find(now);
  if (mirror) {
    lock.AddOthers(mirror->LockIds(session.database));
    if (!lock.AcquireOthers(options_.lock_wait, options_.interrupt, observer_)) return NoLock(lock, report);
    if (const auto difference = mirror->FindDifference(connection_, now)) {
      report.conflicts = {*difference};
      return Outcome::kConflict;
    }
  }
  Watcher watcher(connection_, session.backend_pid, options_.connect, options_.table_lock_budget, observer_);
  return RunLocked(migrations, planner, {lock, watcher, mirror ? &*mirror : nullptr}, report);
}

// The history is read again: another runner may have worked while we waited. A migration may have let the
// lock go, and another runner have got it: then the rest is planned anew.
Outcome Runner::RunLocked(std::span<const source::Migration> migrations, const Planner& planner,
                          const Guards& guards, RunReport& report) {
  AdvisoryLock& lock = guards.lock;
  Execution execution(connection_, history_, guards, options_, observer_);
  while (true) {
    auto statuses = Status(migrations);
    if (HasDoubt(statuses)) {
      lock.ReleaseOthers();  // as before the statement itself
      SettleDoubts(connection_, history_, guards.mirror, execution.settings(), statuses);
      if (!lock.AcquireOthers(options_.lock_wait, options_.interrupt, observer_)) return NoLock(lock, report);
      statuses = Status(migrations);
    }
    const Plan plan = planner(statuses, report.finished);
    if (const auto reason = WhyNotRun(plan, report)) return *reason;
    for (const source::Migration* migration : plan.migrations) {
      if (IsInterrupted()) return Outcome::kInterrupted;
      under_way_ = {migration, plan.direction};
      const auto outcome = execution.Run(*migration, plan.direction, FindRow(statuses, *migration));
      under_way_.reset();
      if (outcome && *outcome != Outcome::kDone) return *outcome;
      if (!outcome) break;
      ++report.finished;
      --report.remaining;
      if (!lock.held()) break;
    }
    if (report.remaining == 0) return Outcome::kDone;
    if (!lock.Acquire(options_.lock_wait, options_.interrupt, observer_)) return NoLock(lock, report);
  }
}

std::optional<Outcome> Runner::WhyNotRun(const Plan& plan, RunReport& report) const {
  report.direction = plan.direction;
  report.remaining = plan.migrations.size();
  report.conflicts = plan.conflicts;
  report.warnings = plan.warnings;
  if (plan.direction == Direction::kDown && options_.deny_down) return Outcome::kDenied;
  if (!plan.conflicts.empty()) return Outcome::kConflict;
  if (plan.migrations.empty()) return report.finished == 0 ? Outcome::kNothingToDo : Outcome::kDone;
  report.obstacles = FindObstacles(plan);
  if (!report.obstacles.empty()) return Outcome::kUnrunnable;
  return std::nullopt;
}

Outcome Runner::NoLock(AdvisoryLock& lock, RunReport& report) {
  if (IsInterrupted()) return Outcome::kInterrupted;
  report.holder = lock.FindHolder();
  return Outcome::kLockTimeout;
}

bool Runner::IsInterrupted() const { return options_.interrupt != nullptr && options_.interrupt->raised(); }

}  // namespace lockstep::migrate
