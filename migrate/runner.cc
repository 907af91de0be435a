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

std::string CurrentDatabase(pg::Connection& connection) {
  return std::string(connection.Query("SELECT pg_catalog.current_database()").Text(0, 0));
}

bool HasDoubt(std::span<const MigrationStatus> statuses) {
  return std::any_of(statuses.begin(), statuses.end(), [](const MigrationStatus& status) {
    return status.row && status.row->state == RowState::kRunning && status.migration != nullptr;
  });
}

// Null where the history knows nothing of it.
const HistoryRow* FindRow(std::span<const MigrationStatus> statuses, const source::Migration& migration) {
  const auto found = std::find_if(statuses.begin(), statuses.end(), [&](const MigrationStatus& status) {
    return status.migration == &migration;
  });
  return found == statuses.end() || !found->row ? nullptr : &*found->row;
}

}  // namespace

std::vector<Obstacle> FindObstacles(const Plan& plan) {
  std::vector<Obstacle> obstacles;
  for (const source::Migration* migration : plan.migrations) {
    const sql::SourceFile& file = PartFor(*migration, plan.direction).file;
    const sql::Script script = sql::Script::Parse(file);
    for (model::StepProblem& problem : model::PlanSteps(script).problems) {
      obstacles.push_back({.file = &file, .span = problem.span, .message = std::move(problem.message)});
    }
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

RunReport Runner::Up(std::span<const source::Migration> migrations, const UpTarget& target) {
  return Run(migrations, [&target](std::span<const MigrationStatus> statuses, size_t finished) {
    const auto limit = target.limit ? std::optional(*target.limit - finished) : std::nullopt;
    return PlanUp(statuses, limit, target.to);
  });
}

RunReport Runner::Down(std::span<const source::Migration> migrations, size_t count) {
  return Run(migrations, [count](std::span<const MigrationStatus> statuses, size_t finished) {
    return PlanDown(statuses, count - finished);
  });
}

RunReport Runner::Run(std::span<const source::Migration> migrations, const Planner& planner) {
  const Clock::time_point began = Clock::now();
  RunReport report;
  report.outcome = TryRun(migrations, planner, report);
  report.duration = std::chrono::duration_cast<Milliseconds>(Clock::now() - began);
  return report;
}

Outcome Runner::TryRun(std::span<const source::Migration> migrations, const Planner& planner,
                       RunReport& report) {
  const auto rows = history_.Read(connection_);
  const auto statuses = Compare(migrations, rows.value_or(std::vector<HistoryRow>{}));
  if (!HasDoubt(statuses)) {
    if (const auto reason = WhyNotRun(planner(statuses, 0), report)) return *reason;
  }
  AdvisoryLock lock(connection_, history_.AdvisoryKey(CurrentDatabase(connection_)));
  if (!lock.Acquire(options_.lock_wait, options_.interrupt, observer_)) return NoLock(lock, report);
  history_.Prepare(connection_);
  return RunLocked(migrations, planner, lock, report);
}

// The history is read again: another runner may have worked while we waited. A migration may have let the
// lock go, and another runner have got it: then the rest is planned anew.
Outcome Runner::RunLocked(std::span<const source::Migration> migrations, const Planner& planner,
                          AdvisoryLock& lock, RunReport& report) {
  Execution execution(connection_, history_, lock, options_, observer_);
  while (true) {
    SettleDoubts(connection_, history_, execution.settings(), Status(migrations));
    const auto statuses = Status(migrations);
    const Plan plan = planner(statuses, report.finished);
    if (const auto reason = WhyNotRun(plan, report)) return *reason;
    for (const source::Migration* migration : plan.migrations) {
      if (IsInterrupted()) return Outcome::kInterrupted;
      const auto outcome = execution.Run(*migration, plan.direction, FindRow(statuses, *migration));
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
  report.remaining = plan.migrations.size();
  report.conflicts = plan.conflicts;
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
