// SPDX-License-Identifier: Apache-2.0
#include "migrate/step_flights.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "migrate/resume.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

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

HistoryEntry EntryFor(const source::Migration& migration, Direction direction, size_t statements) {
  HistoryEntry entry{.version = migration.Key(),
                     .kind = migration.version ? RowKind::kVersioned : RowKind::kRepeatable,
                     .name = migration.name};
  entry.checksum = migration.up ? migration.up->checksum : std::string();
  if (migration.down) entry.down_checksum = migration.down->checksum;
  entry.direction = direction;
  entry.statements = statements;
  return entry;
}

// For the log: without comments between statements, and without the data of COPY.
std::string StatementTexts(const sql::Script& script) {
  std::string texts;
  for (const sql::Statement& statement : script.statements()) {
    texts += fmt::format("{};\n", script.file().Text(statement.span));
  }
  return texts;
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

MigrationRun BeginRun(const source::Migration& migration, Direction direction, const sql::Script& script,
                      const HistoryRow* row, bool log_sql) {
  const size_t statements = script.statements().size();
  MigrationRun run{.migration = migration,
                   .direction = direction,
                   .script = script,
                   .entry = EntryFor(migration, direction, statements),
                   .began = std::chrono::steady_clock::now(),
                   .statement_hashes = {}};
  if (log_sql) run.entry.sql = StatementTexts(script);
  if (row != nullptr && row->state == RowState::kPartial && row->direction == direction)
    run.progress = row->progress;
  run.progress.statements = statements;
  return run;
}

std::vector<model::Step> StepsLeft(MigrationRun& run, std::vector<model::Step> steps) {
  const size_t statements = run.script.statements().size();
  steps = model::StepsAfter(std::move(steps), run.progress.statements_done);
  // A file without statements is applied all the same.
  if (steps.empty()) steps.push_back({.begin = run.progress.statements_done, .end = statements});
  run.progress.steps = run.progress.steps_done + steps.size();
  const bool is_journalled = steps.size() > 1 || run.progress.statements_done > 0 ||
                             steps.front().kind == model::StepKind::kStatement;
  if (is_journalled) run.statement_hashes = StatementHashes(run.script, statements);
  return steps;
}

StepFlights::StepFlights(pg::Connection& connection, const History& history, const AdvisoryLock& lock,
                         const Mirror* mirror, SessionSettings settings)
    : connection_(connection),
      history_(history),
      lock_(lock),
      mirror_(mirror),
      settings_(std::move(settings)) {}

Flight StepFlights::Transaction(const MigrationRun& run, const model::Step& step) const {
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
  if (HoldsRecord(step)) AddRecord(flight, run, step, std::nullopt);
  flight.AddCommit();
  if (HoldsRecord(step)) AddEpilogue(flight, run.IsLast(step));
  return flight;
}

Flight StepFlights::Intent(const MigrationRun& run, size_t index, const Probe::Facts& facts) const {
  const sql::Statement& statement = run.script.statements()[index];
  Progress before = run.progress;
  before.statements_done = index;
  before.statement_hashes.assign(run.statement_hashes.begin(),
                                 run.statement_hashes.begin() + static_cast<std::ptrdiff_t>(index));
  Flight flight(connection_);
  flight.Add(BeginCommand({}));
  flight.AddGuard(lock_.Fence(), lock_.LostMessage());
  for (Command& command : TakeRunnersRole(settings_)) flight.Add(std::move(command));
  flight.Add(history_.RecordIntent(run.entry, before, run.file().Text(statement.span), facts));
  AddSync(flight);
  flight.AddCommit();
  AddEpilogue(flight, false);
  return flight;
}

Flight StepFlights::Undone(const MigrationRun& run) const {
  Flight flight(connection_);
  flight.Add(BeginCommand({}));
  for (Command& command : TakeRunnersRole(settings_)) flight.Add(std::move(command));
  flight.Add(run.progress.statements_done == 0 ? history_.ForgetIntent(run.entry)
                                               : history_.RecordPartial(run.entry, run.progress));
  AddSync(flight);
  flight.AddCommit();
  return flight;
}

Flight StepFlights::Record(const MigrationRun& run, const model::Step& step,
                           std::optional<Milliseconds> duration) const {
  Flight flight(connection_);
  flight.Add(BeginCommand({}));
  AddRecord(flight, run, step, duration);
  flight.AddCommit();
  AddEpilogue(flight, run.IsLast(step));
  return flight;
}

void StepFlights::AddGuards(Flight& flight, const MigrationRun& run, const model::Step& step) const {
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
void StepFlights::AddRecord(Flight& flight, const MigrationRun& run, const model::Step& step,
                            std::optional<Milliseconds> duration) const {
  for (Command& command : TakeRunnersRole(settings_)) flight.Add(std::move(command));
  if (!run.IsLast(step)) {
    flight.Add(history_.RecordPartial(run.entry, run.After(step)));
    return AddSync(flight);
  }
  const auto count = duration ? std::optional<int64_t>(duration->count()) : std::nullopt;
  const bool up = run.direction == Direction::kUp;
  flight.Add(up ? history_.RecordApplied(run.entry, count) : history_.RecordReverted(run.entry));
  flight.Add(history_.Log(run.entry, up ? "applied" : "reverted", count, {}, {}));
  AddSync(flight);
}

void StepFlights::AddSync(Flight& flight) const {
  if (mirror_ == nullptr) return;
  for (Command& command : mirror_->SyncCommands(history_)) flight.Add(std::move(command));
}

void StepFlights::AddEpilogue(Flight& flight, bool restore_session) const {
  flight.BeginEpilogue();
  if (restore_session) {
    for (Command& command : RestoreSession(settings_)) flight.Add(std::move(command));
  }
  flight.Add(lock_.CheckCommand());
}

}  // namespace lockstep::migrate
