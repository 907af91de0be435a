// SPDX-License-Identifier: Apache-2.0
#include "migrate/execution.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "migrate/flight.h"
#include "migrate/index_cleanup.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr Milliseconds kFirstDelay{200};
constexpr Milliseconds kLongestDelay{10'000};

Milliseconds Since(Clock::time_point begin) {
  return std::chrono::duration_cast<Milliseconds>(Clock::now() - begin);
}

bool MayBeRetried(const SqlError& error) {
  return error.message.sqlstate == "55P03" || error.message.sqlstate == "40P01";
}

// Doubling, with jitter, so that two who got in each other's way do not meet again.
Milliseconds DelayBefore(size_t attempt) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  const Milliseconds longest = std::min(kFirstDelay * (1 << std::min<size_t>(attempt, 6)), kLongestDelay);
  std::uniform_int_distribution<Milliseconds::rep> distribution(longest.count() / 2, longest.count());
  return Milliseconds{distribution(random)};
}

HistoryEntry EntryFor(const source::Migration& migration, Direction direction, size_t statements) {
  HistoryEntry entry{.version = migration.version.Canonical(), .name = migration.name};
  entry.checksum = migration.up ? migration.up->checksum : std::string();
  if (migration.down) entry.down_checksum = migration.down->checksum;
  entry.direction = direction;
  entry.statements = statements;
  return entry;
}

}  // namespace

struct Execution::Attempt {
  const source::Migration& migration;
  Direction direction;
  const sql::SourceFile& file;
  const sql::Script& script;
  const model::StepPlan& steps;
  HistoryEntry entry;
  Clock::time_point began;
};

const source::Part& PartFor(const source::Migration& migration, Direction direction) {
  return direction == Direction::kUp ? *migration.up : *migration.down;
}

Execution::Execution(pg::Connection& connection, const History& history, AdvisoryLock& lock,
                     const RunnerOptions& options, const Observer& observer)
    : connection_(connection), history_(history), lock_(lock), options_(options), observer_(observer) {
  connection_.set_notice_handler([this](const pg::ServerMessage& message) {
    observer_(Notice{.migration = current_, .message = message});
  });
  connection_.Execute(fmt::format("SET lock_timeout = {}; SET statement_timeout = {}",
                                  options_.table_lock_budget.count(), options_.statement_timeout.count()));
}

Outcome Execution::Run(const source::Migration& migration, Direction direction) {
  const sql::SourceFile& file = PartFor(migration, direction).file;
  const sql::Script script = sql::Script::Parse(file);
  const model::StepPlan steps = model::PlanSteps(script);
  const Attempt attempt{.migration = migration,
                        .direction = direction,
                        .file = file,
                        .script = script,
                        .steps = steps,
                        .entry = EntryFor(migration, direction, script.statements().size()),
                        .began = Clock::now()};
  current_ = &migration;
  observer_(MigrationStarted{direction, migration, script.statements().size()});
  const bool alone = !steps.steps.empty() && steps.steps.front().kind == model::StepKind::kStatement;
  const Outcome outcome = alone ? RunAlone(attempt, steps.steps.front()) : ApplyWithRetries(attempt);
  if (outcome == Outcome::kDone) observer_(MigrationFinished{direction, migration, Since(attempt.began)});
  current_ = nullptr;
  return outcome;
}

Outcome Execution::ApplyWithRetries(const Attempt& attempt) {
  const model::Step nothing;
  const model::Step& step = attempt.steps.steps.empty() ? nothing : attempt.steps.steps.front();
  for (size_t failures = 0;; ++failures) {
    const auto error = ApplyTransaction(attempt, step);
    if (!error) return Outcome::kDone;
    const bool interrupted = options_.interrupt != nullptr && options_.interrupt->raised();
    if (interrupted) {
      Fail(attempt, *error, true);
      return Outcome::kInterrupted;
    }
    if (!MayBeRetried(*error)) return Fail(attempt, *error, true);
    if (failures == options_.retries) {
      Fail(attempt, *error, true);
      return Outcome::kLockTimeout;
    }
    const Milliseconds delay = DelayBefore(failures);
    observer_(Retry{.migration = attempt.migration,
                    .attempt = failures + 1,
                    .attempts = options_.retries + 1,
                    .delay = delay,
                    .error = *error});
    Sleep(delay, options_.interrupt);
  }
}

// BEGIN, fence, statements, history row, log row, COMMIT and what restores the session go out in one flight:
// one round trip. Returns the error after which everything was rolled back.
std::optional<SqlError> Execution::ApplyTransaction(const Attempt& attempt, const model::Step& step) {
  Flight flight(connection_);
  flight.Add(BeginCommand(step.modes));
  flight.Add(lock_.Fence());
  const auto statements = attempt.script.statements();
  for (const size_t index : step.statements) flight.AddStatement(attempt.file, statements[index]);
  if (attempt.direction == Direction::kUp) {
    flight.Add(history_.RecordApplied(attempt.entry, std::nullopt));
    flight.Add(history_.Log(attempt.entry, "applied", std::nullopt, {}, {}));
  } else {
    flight.Add(history_.RecordReverted(attempt.entry));
    flight.Add(history_.Log(attempt.entry, "reverted", std::nullopt, {}, {}));
  }
  flight.Add({.sql = "COMMIT"});
  flight.BeginEpilogue();
  for (const Command& command : SessionRestoration()) flight.Add(command);
  flight.Add(lock_.CheckCommand());
  const auto error = flight.Run([&](const FlightStatement& done) {
    observer_(StatementFinished{.migration = attempt.migration,
                                .file = attempt.file,
                                .statement = done.statement->span,
                                .number = done.statement->number,
                                .duration = done.duration,
                                .command_tag = done.command_tag});
  });
  if (!error && !flight.last_result().Bool(0, 0))
    lock_.Acquire(options_.lock_wait, options_.interrupt, observer_);
  return error;
}

// Alone in its file: intent, statement, outcome, each committed by itself.
Outcome Execution::RunAlone(const Attempt& attempt, const model::Step& step) {
  const auto statements = attempt.script.statements();
  const sql::Statement& statement = statements[step.statements.back()];
  const std::string text(attempt.file.Text(statement.span));
  const auto run = [&](const Command& command) { connection_.Query(command.sql, command.parameters); };
  run(lock_.Fence());
  const IndexCleanup cleanup(connection_, statement);
  run(history_.RecordIntent(attempt.entry, text));
  try {
    // A lock_timeout would also end the wait for old snapshots, and leave an INVALID index behind; the file's
    // own settings come after.
    connection_.Execute("SET lock_timeout = 0");
    for (const size_t index : step.statements) {
      const Clock::time_point began = Clock::now();
      const pg::Result result = connection_.Query(attempt.file.Text(statements[index].span));
      observer_(StatementFinished{.migration = attempt.migration,
                                  .file = attempt.file,
                                  .statement = statements[index].span,
                                  .number = statements[index].number,
                                  .duration = Since(began),
                                  .command_tag = std::string(result.command_tag())});
    }
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    const pg::Uninterrupted uninterrupted(connection_);
    cleanup.Run();
    run(history_.ForgetIntent(attempt.entry));
    const bool interrupted = options_.interrupt != nullptr && options_.interrupt->raised();
    const Outcome outcome = Fail(attempt, Locate(error.fields(), attempt.file, &statement), true);
    return interrupted ? Outcome::kInterrupted : outcome;
  }
  const auto duration = Since(attempt.began).count();
  const bool up = attempt.direction == Direction::kUp;
  run(up ? history_.RecordApplied(attempt.entry, duration) : history_.RecordReverted(attempt.entry));
  run(history_.Log(attempt.entry, up ? "applied" : "reverted", duration, {}, {}));
  for (const Command& command : SessionRestoration()) run(command);
  return Outcome::kDone;
}

// What a migration has set, prepared, listened to or made for its session is not the next one's business.
std::vector<Command> Execution::SessionRestoration() const {
  return {{.sql = "RESET SESSION AUTHORIZATION"},
          {.sql = "RESET ROLE"},
          {.sql = "RESET ALL"},
          {.sql = "CLOSE ALL"},
          {.sql = "DEALLOCATE ALL"},
          {.sql = "UNLISTEN *"},
          {.sql = "DISCARD TEMP"},
          {.sql = fmt::format("SET lock_timeout = {}", options_.table_lock_budget.count())},
          {.sql = fmt::format("SET statement_timeout = {}", options_.statement_timeout.count())}};
}

Outcome Execution::Fail(const Attempt& attempt, const SqlError& error, bool rolled_back) {
  observer_(MigrationFailed{attempt.direction, attempt.migration, error, rolled_back});
  const pg::Uninterrupted uninterrupted(connection_);
  const Command log = history_.Log(attempt.entry, "failed", Since(attempt.began).count(),
                                   error.message.sqlstate, error.message.message);
  connection_.Query(log.sql, log.parameters);
  return Outcome::kFailed;
}

}  // namespace lockstep::migrate
