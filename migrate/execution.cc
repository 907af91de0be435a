// SPDX-License-Identifier: Apache-2.0
#include "migrate/execution.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <utility>

#include "migrate/flight.h"
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

bool IsSetting(const sql::Statement& statement) {
  return sql::As<::VariableSetStmt>(statement.node) != nullptr;
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

std::vector<Command> RoleRestoration() {
  return {{.sql = "RESET SESSION AUTHORIZATION"}, {.sql = "RESET ROLE"}};
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
    const bool is_last = failures == options_.retries;
    if (IsInterrupted() || !MayBeRetried(*error) || is_last) return Fail(attempt, *error, true);
    const Milliseconds delay = DelayBefore(failures);
    observer_(Retry{.migration = attempt.migration,
                    .attempt = failures + 1,
                    .attempts = options_.retries + 1,
                    .delay = delay,
                    .error = *error});
    Sleep(delay, options_.interrupt);
    if (IsInterrupted()) return Fail(attempt, *error, true);
  }
}

// BEGIN, fence, statements, history row, log row, COMMIT and what restores the session go out in one flight:
// one round trip. Returns the error after which everything was rolled back.
std::optional<SqlError> Execution::ApplyTransaction(const Attempt& attempt, const model::Step& step) {
  Flight flight(connection_);
  flight.Add(BeginCommand(step.modes));
  // The fence is a query, before which SET TRANSACTION has to come.
  const auto statements = attempt.script.statements();
  const auto first_query = std::find_if(step.statements.begin(), step.statements.end(),
                                        [&](size_t index) { return !IsSetting(statements[index]); });
  const auto add = [&](size_t index) { flight.AddStatement(attempt.file, statements[index]); };
  std::for_each(step.statements.begin(), first_query, add);
  flight.AddFence(lock_.Fence());
  std::for_each(first_query, step.statements.end(), add);
  // The history is the runner's, whatever role the file has taken.
  for (const Command& command : RoleRestoration()) flight.Add(command);
  for (const Command& command : Record(attempt, std::nullopt)) flight.Add(command);
  flight.Add({.sql = "COMMIT"});
  flight.BeginEpilogue();
  for (const Command& command : SessionRestoration()) flight.Add(command);
  flight.Add(lock_.CheckCommand());
  const auto error = flight.Run([&](const FlightStatement& done) {
    Report(attempt, *done.statement, done.duration, done.command_tag);
  });
  if (!error) lock_.Checked(flight.last_result());
  return error;
}

// Alone in its file: intent, statement, outcome, each committed by itself.
Outcome Execution::RunAlone(const Attempt& attempt, const model::Step& step) {
  const sql::Statement& statement = attempt.script.statements()[step.statements.back()];
  Send(history_.RecordIntent(attempt.entry, attempt.file.Text(statement.span)));
  std::optional<IndexCleanup> cleanup;
  const auto error = RunStatements(attempt, step, cleanup);
  // How it ended has to be written down, whatever signals come.
  const pg::Uninterrupted uninterrupted(connection_);
  for (const Command& command : SessionRestoration()) Send(command);
  lock_.Checked(Send(lock_.CheckCommand()));
  if (!error) {
    for (const Command& command : Record(attempt, Since(attempt.began))) Send(command);
    return Outcome::kDone;
  }
  // What cannot be cleaned up now stays in doubt: the next run looks again.
  const bool is_clean = !cleanup || cleanup->Run();
  if (is_clean) Send(history_.ForgetIntent(attempt.entry));
  return Fail(attempt, *error, is_clean);
}

// The file's settings, then the statement that refuses a transaction.
std::optional<SqlError> Execution::RunStatements(const Attempt& attempt, const model::Step& step,
                                                 std::optional<IndexCleanup>& cleanup) {
  const sql::Statement* current = nullptr;
  try {
    // A lock_timeout would also end the wait for old snapshots, and leave an INVALID index behind; the file's
    // own settings come after.
    Send({.sql = "SET lock_timeout = 0"});
    for (const size_t index : step.statements) {
      current = &attempt.script.statements()[index];
      if (index == step.statements.back()) cleanup.emplace(connection_, *current);
      const Clock::time_point began = Clock::now();
      const pg::Result result = connection_.Query(attempt.file.Text(current->span));
      Report(attempt, *current, Since(began), result.command_tag());
    }
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    return Locate(error.fields(), attempt.file, current);
  }
  const auto problem = cleanup->FindProblem();
  return problem ? std::optional(Locate(*problem, attempt.file, current)) : std::nullopt;
}

std::vector<Command> Execution::Record(const Attempt& attempt, std::optional<Milliseconds> duration) const {
  const auto count = duration ? std::optional<int64_t>(duration->count()) : std::nullopt;
  if (attempt.direction == Direction::kUp) {
    return {history_.RecordApplied(attempt.entry, count),
            history_.Log(attempt.entry, "applied", count, {}, {})};
  }
  return {history_.RecordReverted(attempt.entry), history_.Log(attempt.entry, "reverted", count, {}, {})};
}

// What a migration has set, prepared, listened to or made for its session is not the next one's business.
std::vector<Command> Execution::SessionRestoration() const {
  std::vector<Command> commands = RoleRestoration();
  commands.insert(commands.end(),
                  {{.sql = "RESET ALL"},
                   {.sql = "CLOSE ALL"},
                   {.sql = "DEALLOCATE ALL"},
                   {.sql = "UNLISTEN *"},
                   {.sql = "DISCARD TEMP"},
                   {.sql = fmt::format("SET lock_timeout = {}", options_.table_lock_budget.count())},
                   {.sql = fmt::format("SET statement_timeout = {}", options_.statement_timeout.count())}});
  return commands;
}

Outcome Execution::Fail(const Attempt& attempt, const SqlError& error, bool rolled_back) {
  observer_(MigrationFailed{attempt.direction, attempt.migration, error, rolled_back});
  const pg::Uninterrupted uninterrupted(connection_);
  Send(history_.Log(attempt.entry, "failed", Since(attempt.began).count(), error.message.sqlstate,
                    error.message.message));
  if (IsInterrupted()) return Outcome::kInterrupted;
  return MayBeRetried(error) ? Outcome::kLockTimeout : Outcome::kFailed;
}

void Execution::Report(const Attempt& attempt, const sql::Statement& statement, Milliseconds duration,
                       std::string_view command_tag) const {
  observer_(StatementFinished{.migration = attempt.migration,
                              .file = attempt.file,
                              .statement = statement.span,
                              .number = statement.number,
                              .duration = duration,
                              .command_tag = std::string(command_tag)});
}

pg::Result Execution::Send(const Command& command) {
  return connection_.Query(command.sql, command.parameters);
}

bool Execution::IsInterrupted() const {
  return options_.interrupt != nullptr && options_.interrupt->raised();
}

}  // namespace lockstep::migrate
