// SPDX-License-Identifier: Apache-2.0
#include "migrate/execution.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "migrate/resume.h"
#include "model/transactionality.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr Milliseconds kFirstDelay{200};
constexpr Milliseconds kLongestDelay{10'000};

// `budget_spent`: a cancellation was the watcher's.
bool MayBeRetried(const SqlError& error, bool budget_spent) {
  const std::string& sqlstate = error.message.sqlstate;
  return sqlstate == "55P03" || sqlstate == "40P01" || (sqlstate == "57014" && budget_spent);
}

// Doubling, with jitter, so that two who got in each other's way do not meet again.
Milliseconds DelayBefore(size_t attempt) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  const Milliseconds longest = std::min(kFirstDelay * (1 << std::min<size_t>(attempt, 6)), kLongestDelay);
  std::uniform_int_distribution<Milliseconds::rep> distribution(longest.count() / 2, longest.count());
  return Milliseconds{distribution(random)};
}

// The statement of the step whose place in a transaction the server has refused, where the text alone did not
// tell (REINDEX of something partitioned, a CALL or DO that commits, …): it has asked to stand alone.
std::optional<size_t> RefusedStatement(const MigrationRun& run, const model::Step& step,
                                       const SqlError& error) {
  constexpr std::string_view kActiveTransaction = "25001";
  constexpr std::string_view kInvalidTermination = "2D000";
  const std::string& sqlstate = error.message.sqlstate;
  if (step.kind != model::StepKind::kTransaction || error.file == nullptr) return std::nullopt;
  if (sqlstate != kActiveTransaction && sqlstate != kInvalidTermination) return std::nullopt;
  const auto statements = run.script.statements();
  for (const size_t index : step.statements) {
    if (statements[index].span != error.statement) continue;
    const bool asked =
        model::TransactionalityOf(*statements[index].node) == model::Transactionality::kAskServer;
    return asked ? std::optional(index) : std::nullopt;
  }
  return std::nullopt;
}

SqlError ErrorAt(const sql::SourceFile& file, const model::StepProblem& problem) {
  return {
      .message = {.severity = "ERROR", .message = problem.message}, .file = &file, .statement = problem.span};
}

}  // namespace

const source::Part& PartFor(const source::Migration& migration, Direction direction) {
  return direction == Direction::kUp ? *migration.up : *migration.down;
}

Execution::Execution(pg::Connection& connection, const History& history, const Guards& guards,
                     const RunnerOptions& options, const Observer& observer)
    : connection_(connection),
      lock_(guards.lock),
      watcher_(guards.watcher),
      options_(options),
      observer_(observer),
      steps_(connection, history, guards, options, observer) {
  connection_.set_notice_handler([this](const pg::ServerMessage& message) {
    observer_(Notice{.migration = current_, .message = message});
  });
}

Execution::~Execution() { connection_.set_notice_handler({}); }

std::optional<Outcome> Execution::Run(const source::Migration& migration, Direction direction,
                                      const HistoryRow* row) {
  const sql::Script script = sql::Script::Parse(PartFor(migration, direction).file);
  MigrationRun run = BeginRun(migration, direction, script, row, options_.log_sql);
  current_ = &migration;
  observer_(MigrationStarted{direction, migration, script.statements().size(), run.progress.statements_done});
  ReplaySettings(run);
  const auto outcome = RunSteps(run, {.no_transaction = PartFor(migration, direction).no_transaction});
  if (outcome == Outcome::kDone) {
    observer_(MigrationFinished{direction, migration,
                                std::chrono::duration_cast<Milliseconds>(Clock::now() - run.began)});
  }
  current_ = nullptr;
  return outcome;
}

std::optional<Outcome> Execution::RunSteps(MigrationRun& run, model::StepOptions options) {
  model::StepPlan plan = model::PlanSteps(run.script, options);
  if (!plan.problems.empty()) return Fail(run, {.error = ErrorAt(run.file(), plan.problems.front())});
  const std::vector<model::Step> steps = StepsLeft(run, std::move(plan.steps));
  for (const model::Step& step : steps) {
    if (IsInterrupted()) return Outcome::kInterrupted;
    const auto failure = RunWithRetries(run, step);
    if (!failure) {
      run.progress = run.After(step);
      if (!lock_.held() && !run.IsLast(step)) return std::nullopt;
      continue;
    }
    const auto refused = RefusedStatement(run, step, failure->error);
    if (!refused) return Fail(run, *failure);
    options.refused.insert(*refused);
    return RunSteps(run, std::move(options));
  }
  return Outcome::kDone;
}

std::optional<StepFailure> Execution::RunWithRetries(const MigrationRun& run, const model::Step& step) {
  for (size_t failures = 0;; ++failures) {
    watcher_.BeginAttempt(run.migration, true);
    auto failure = steps_.Run(run, step);
    watcher_.EndAttempt();
    if (!failure) return std::nullopt;
    const bool is_last = failures == options_.retries;
    if (IsInterrupted() || failure->is_in_doubt || !MayBeRetried(failure->error, watcher_.budget_spent()) ||
        is_last)
      return failure;
    const Milliseconds delay = DelayBefore(failures);
    observer_(Retry{.migration = run.migration,
                    .attempt = failures + 1,
                    .attempts = options_.retries + 1,
                    .delay = delay,
                    .error = failure->error,
                    .blockers = watcher_.blockers()});
    Sleep(delay, options_.interrupt);
    if (IsInterrupted()) return failure;
  }
}

// What an earlier session had set when it did the first statements.
void Execution::ReplaySettings(const MigrationRun& run) {
  for (const sql::Statement* setting : SettingsAmong(run.script, run.progress.statements_done)) {
    steps_.Send({.sql = std::string(run.file().Text(setting->span))});
  }
}

Outcome Execution::Fail(const MigrationRun& run, const StepFailure& failure) {
  const Aftermath aftermath = failure.is_in_doubt                 ? Aftermath::kInDoubt
                              : run.progress.statements_done == 0 ? Aftermath::kUntouched
                                                                  : Aftermath::kPartial;
  const bool is_for_a_lock = MayBeRetried(failure.error, watcher_.budget_spent());
  observer_(MigrationFailed{.direction = run.direction,
                            .migration = run.migration,
                            .error = failure.error,
                            .aftermath = aftermath,
                            .statements_done = run.progress.statements_done,
                            .statements = run.progress.statements,
                            .may_have_committed = failure.may_have_committed,
                            .blockers = is_for_a_lock ? watcher_.blockers() : std::vector<LockHolder>{}});
  steps_.WriteFailure(run, failure.error);
  if (IsInterrupted()) return Outcome::kInterrupted;
  return is_for_a_lock ? Outcome::kLockTimeout : Outcome::kFailed;
}

bool Execution::IsInterrupted() const {
  return options_.interrupt != nullptr && options_.interrupt->raised();
}

}  // namespace lockstep::migrate
