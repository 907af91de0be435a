// SPDX-License-Identifier: Apache-2.0
// What both kinds of steps share, and the step that is a transaction.
#include "migrate/step_runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

bool IsSetting(const sql::Statement& statement) {
  return sql::As<::VariableSetStmt>(statement.node) != nullptr;
}

// CREATE INDEX IF NOT EXISTS of a name: an INVALID one of that name would pass for success. One on a
// partitioned table is INVALID until all partitions have theirs, by design.
std::optional<sql::QualifiedName> IndexTakenAsThere(const ::Node* statement) {
  const auto* index = sql::As<::IndexStmt>(statement);
  if (index == nullptr || !index->if_not_exists || index->idxname == nullptr) return std::nullopt;
  return sql::QualifiedName{.schema = std::string(sql::Text(index->relation->schemaname)),
                            .name = std::string(sql::Text(index->idxname))};
}

}  // namespace

Progress MigrationRun::After(const model::Step& step) const {
  Progress after = progress;
  ++after.steps_done;
  after.statements_done = step.end;
  const auto end =
      statement_hashes.begin() + static_cast<std::ptrdiff_t>(std::min(step.end, statement_hashes.size()));
  after.statement_hashes.assign(statement_hashes.begin(), end);
  return after;
}

StepRunner::StepRunner(pg::Connection& connection, const History& history, const Guards& guards,
                       const RunnerOptions& options, const Observer& observer)
    : connection_(connection),
      history_(history),
      lock_(guards.lock),
      watcher_(guards.watcher),
      options_(options),
      observer_(observer),
      settings_{.role = options.role,
                .setup = options.session_setup,
                .lock_timeout = options.table_lock_budget,
                .statement_timeout = options.statement_timeout} {
  for (const Command& command : EnterSession(settings_)) Send(command);
}

std::optional<StepFailure> StepRunner::Run(const MigrationRun& run, const model::Step& step) {
  if (step.kind == model::StepKind::kStatement) return RunAlone(run, step);
  auto error = RunTransaction(run, step);
  return error ? std::optional(StepFailure{.error = std::move(*error)}) : std::nullopt;
}

// BEGIN, fence, statements, history row, log row, COMMIT and what restores the session go out in one flight:
// one round trip. Returns the error after which everything was rolled back.
std::optional<SqlError> StepRunner::RunTransaction(const MigrationRun& run, const model::Step& step) {
  Flight flight(connection_);
  flight.Add(BeginCommand(step.modes));
  // The fence is a query, before which SET TRANSACTION has to come.
  const auto statements = run.script.statements();
  const auto first_query = std::find_if(step.statements.begin(), step.statements.end(),
                                        [&](size_t index) { return !IsSetting(statements[index]); });
  const auto add = [&](size_t index) { flight.AddStatement(run.file(), statements[index]); };
  std::for_each(step.statements.begin(), first_query, add);
  flight.AddGuard(lock_.Fence(), lock_.LostMessage());
  std::for_each(first_query, step.statements.end(), add);
  AddGuards(flight, run, step);
  // Nothing can be written in it; done again, it does no harm.
  const bool is_read_only = step.modes.read_only == true;
  if (!is_read_only) AddRecord(flight, run, step, std::nullopt);
  flight.AddCommit();
  if (!is_read_only) {
    AddEpilogue(flight, run.IsLast(step));
    return Fly(flight, run);
  }
  if (auto error = Fly(flight, run)) return error;
  return RecordStep(run, step, std::nullopt);
}

void StepRunner::AddGuards(Flight& flight, const MigrationRun& run, const model::Step& step) const {
  for (const size_t index : step.statements) {
    const auto name = IndexTakenAsThere(run.script.statements()[index].node);
    if (!name) continue;
    flight.AddGuard(
        {.sql = fmt::format(
             "SELECT 1 OPERATOR(pg_catalog./) (NOT EXISTS (SELECT FROM pg_catalog.pg_index i "
             "JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) i.indexrelid WHERE NOT "
             "i.indisvalid AND c.relkind OPERATOR(pg_catalog.=) 'i'::pg_catalog.\"char\" AND c.oid "
             "OPERATOR(pg_catalog.=) pg_catalog.to_regclass({})::pg_catalog.oid))::pg_catalog.int4",
             connection_.QuoteLiteral(name->Display()))},
        {.severity = "ERROR",
         .message = fmt::format("index {} is there already and INVALID, so that IF NOT EXISTS built nothing",
                                name->Display()),
         .hint = fmt::format("If no other session is building it: DROP INDEX {}; then run again.",
                             name->Display())});
  }
}

// History row and log row, in the transaction that is open.
void StepRunner::AddRecord(Flight& flight, const MigrationRun& run, const model::Step& step,
                           std::optional<Milliseconds> duration) const {
  for (Command& command : TakeRunnersRole(settings_)) flight.Add(std::move(command));
  if (!run.IsLast(step)) return flight.Add(history_.RecordPartial(run.entry, run.After(step)));
  const auto count = duration ? std::optional<int64_t>(duration->count()) : std::nullopt;
  const bool up = run.direction == Direction::kUp;
  flight.Add(up ? history_.RecordApplied(run.entry, count) : history_.RecordReverted(run.entry));
  flight.Add(history_.Log(run.entry, up ? "applied" : "reverted", count, {}, {}));
}

void StepRunner::AddEpilogue(Flight& flight, bool restore_session) const {
  flight.BeginEpilogue();
  if (restore_session) {
    for (Command& command : RestoreSession(settings_)) flight.Add(std::move(command));
  }
  flight.Add(lock_.CheckCommand());
}

// For a flight that ends with AddEpilogue().
std::optional<SqlError> StepRunner::Fly(Flight& flight, const MigrationRun& run) {
  auto error = flight.Run([&](const FlightStatement& done) { Report(run, done); });
  if (!error && flight.last_result()) lock_.Checked(flight.last_result());
  return error;
}

// In a transaction of its own, for a step that cannot hold it.
std::optional<SqlError> StepRunner::RecordStep(const MigrationRun& run, const model::Step& step,
                                               std::optional<Milliseconds> duration) {
  Flight flight(connection_);
  flight.Add(BeginCommand({}));
  AddRecord(flight, run, step, duration);
  flight.AddCommit();
  AddEpilogue(flight, run.IsLast(step));
  return Fly(flight, run);
}

void StepRunner::WriteFailure(const MigrationRun& run, const SqlError& error) {
  const pg::Uninterrupted uninterrupted(connection_);
  for (const Command& command : RestoreSession(settings_)) Send(command);
  const auto duration = std::chrono::duration_cast<Milliseconds>(Clock::now() - run.began);
  Send(history_.Log(run.entry, "failed", duration.count(), error.message.sqlstate, error.message.message));
}

void StepRunner::Report(const MigrationRun& run, const FlightStatement& done) const {
  observer_(StatementFinished{.migration = run.migration,
                              .file = run.file(),
                              .statement = done.statement->span,
                              .number = done.statement->number,
                              .duration = done.duration,
                              .command_tag = done.command_tag});
}

}  // namespace lockstep::migrate
