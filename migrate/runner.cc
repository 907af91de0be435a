// SPDX-License-Identifier: Apache-2.0
#include "migrate/runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "migrate/advisory_lock.h"
#include "migrate/doubt.h"
#include "migrate/execution.h"
#include "model/steps.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

std::string CurrentDatabase(pg::Connection& connection) {
  return std::string(connection.Query("SELECT current_database()").Text(0, 0));
}

bool HasDoubt(std::span<const MigrationStatus> statuses) {
  return std::any_of(statuses.begin(), statuses.end(), [](const MigrationStatus& status) {
    return status.state == MigrationState::kPartial && status.migration != nullptr;
  });
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
  return Run(migrations, [&target](std::span<const MigrationStatus> statuses) {
    return PlanUp(statuses, target.limit, target.to);
  });
}

RunReport Runner::Down(std::span<const source::Migration> migrations, size_t count) {
  return Run(migrations,
             [count](std::span<const MigrationStatus> statuses) { return PlanDown(statuses, count); });
}

RunReport Runner::Run(std::span<const source::Migration> migrations, const Planner& planner) {
  const Clock::time_point began = Clock::now();
  RunReport report;
  const auto finish = [&](Outcome outcome) {
    report.outcome = outcome;
    report.duration = std::chrono::duration_cast<Milliseconds>(Clock::now() - began);
    return report;
  };
  auto rows = history_.Read(connection_);
  auto statuses = Compare(migrations, rows.value_or(std::vector<HistoryRow>{}));
  Plan plan = planner(statuses);
  const bool in_doubt = HasDoubt(statuses);
  if (!in_doubt) {
    report.conflicts = plan.conflicts;
    if (!plan.conflicts.empty()) return finish(Outcome::kConflict);
    if (plan.migrations.empty()) return finish(Outcome::kNothingToDo);
    report.obstacles = FindObstacles(plan);
    if (!report.obstacles.empty()) return finish(Outcome::kUnrunnable);
  }
  AdvisoryLock lock(connection_, history_.AdvisoryKey(CurrentDatabase(connection_)));
  if (!lock.Acquire(options_.lock_wait, options_.interrupt, observer_)) {
    report.holder = lock.FindHolder();
    report.remaining = plan.migrations.size();
    const bool interrupted = options_.interrupt != nullptr && options_.interrupt->raised();
    return finish(interrupted ? Outcome::kInterrupted : Outcome::kLockTimeout);
  }
  if (!rows) history_.Create(connection_);
  if (in_doubt) SettleDoubts(connection_, history_, statuses);
  // Another runner may have worked while we waited.
  statuses = Status(migrations);
  plan = planner(statuses);
  report.conflicts = plan.conflicts;
  if (!plan.conflicts.empty()) return finish(Outcome::kConflict);
  if (plan.migrations.empty()) return finish(Outcome::kNothingToDo);
  report.obstacles = FindObstacles(plan);
  if (!report.obstacles.empty()) return finish(Outcome::kUnrunnable);
  Execution execution(connection_, history_, lock, options_, observer_);
  for (const source::Migration* migration : plan.migrations) {
    report.remaining = plan.migrations.size() - report.finished;
    const Outcome outcome = execution.Run(*migration, plan.direction);
    if (outcome != Outcome::kDone) return finish(outcome);
    ++report.finished;
  }
  report.remaining = 0;
  return finish(Outcome::kDone);
}

}  // namespace lockstep::migrate
