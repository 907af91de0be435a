// SPDX-License-Identifier: Apache-2.0
#include "migrate/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "migrate/execution.h"
#include "migrate/resume.h"
#include "migrate/runner.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

void Append(std::vector<Command> more, std::vector<Command>& commands) {
  std::move(more.begin(), more.end(), std::back_inserter(commands));
}

bool SetsLockTimeout(const sql::Statement& statement) {
  const auto* set = sql::As<::VariableSetStmt>(statement.node);
  return set != nullptr && sql::Text(set->name) == "lock_timeout";
}

// Lists the steps of plans, migration by migration.
class Lister {
 public:
  Lister(pg::Connection& connection, const RunnerOptions& options, const AdvisoryLock& lock,
         const StepFlights& flights)
      : connection_(connection), options_(options), lock_(lock), flights_(flights) {}

  void Add(const source::Migration& migration, Direction direction, const HistoryRow* row,
           std::vector<Listing>& listings) const {
    const source::Part& part = PartFor(migration, direction);
    const sql::Script script = sql::Script::Parse(part.file);
    MigrationRun run = BeginRun(migration, direction, script, row, options_.log_sql);
    const std::vector<model::Step> steps =
        StepsLeft(run, model::PlanSteps(script, {.no_transaction = part.no_transaction}).steps);
    const std::string label = LabelOf(migration.version, migration.name);
    Listing replayed{.title = fmt::format("{}: settings of the statements that are done", label)};
    for (const sql::Statement* setting : SettingsAmong(script, run.progress.statements_done))
      replayed.commands.push_back(TextOf(run, *setting));
    if (!replayed.commands.empty()) listings.push_back(std::move(replayed));
    for (const model::Step& step : steps) {
      const bool is_transaction = step.kind == model::StepKind::kTransaction;
      listings.push_back({.title = fmt::format(
                              "{}, step {} of {}: {}", label, run.progress.steps_done + 1, run.progress.steps,
                              is_transaction ? "a transaction" : "alone, outside of a transaction"),
                          .commands = is_transaction ? Transaction(run, step) : Alone(run, step)});
      run.progress = run.After(step);
    }
  }

 private:
  static Command TextOf(const MigrationRun& run, const sql::Statement& statement) {
    return {.sql = std::string(run.file().Text(statement.span))};
  }

  std::vector<Command> Transaction(const MigrationRun& run, const model::Step& step) const {
    std::vector<Command> commands = flights_.Transaction(run, step).Commands();
    if (!StepFlights::HoldsRecord(step))
      Append(flights_.Record(run, step, std::nullopt).Commands(), commands);
    return commands;
  }

  std::vector<Command> Alone(const MigrationRun& run, const model::Step& step) const {
    const auto statements = run.script.statements();
    const size_t index = step.statements.back();
    std::vector<Command> commands;
    for (const size_t setting : step.statements) {
      if (setting != index) commands.push_back(TextOf(run, statements[setting]));
    }
    Append(flights_.Intent(run, index, {}).Commands(), commands);
    Append(lock_.UnlockOthersCommands(), commands);
    const bool is_the_files = std::any_of(
        statements.begin(), statements.begin() + static_cast<std::ptrdiff_t>(index), SetsLockTimeout);
    const bool is_lifted = !is_the_files && ProbeFor(connection_, statements[index])->WaitsForSnapshots();
    if (is_lifted) Append(LiftLockTimeout(options_.concurrently_timeout), commands);
    commands.push_back(TextOf(run, statements[index]));
    if (is_lifted) Append(EnterSession(flights_.settings()), commands);
    Append(lock_.TryOthersCommands(), commands);
    Append(flights_.Record(run, step, std::nullopt).Commands(), commands);
    return commands;
  }

  pg::Connection& connection_;
  const RunnerOptions& options_;
  const AdvisoryLock& lock_;
  const StepFlights& flights_;
};

}  // namespace

std::vector<Listing> Runner::List(const Plan& plan, std::span<const MigrationStatus> statuses) {
  if (plan.migrations.empty()) return {};
  const SessionIdentity session = Identify(connection_);
  RunnerOptions options = options_;
  if (options.role.empty()) options.role = session.role;
  const auto mirror = Mirror::Find(history_.Read(connection_).value_or(std::vector<HistoryRow>{}));
  AdvisoryLock lock(connection_, history_.AdvisoryKey(session.database));
  if (mirror) lock.AddOthers(mirror->LockIds(session.database));
  const StepFlights flights(connection_, history_, lock, mirror ? &*mirror : nullptr, SettingsFor(options));
  Listing begin{.title = "the lock, the history and the session", .commands = {lock.TryCommand()}};
  Append(lock.TryOthersCommands(), begin.commands);
  if (const auto creation = history_.CreationSql(connection_)) begin.commands.push_back({.sql = *creation});
  Append(EnterSession(flights.settings()), begin.commands);
  std::vector<Listing> listings = {std::move(begin)};
  const Lister lister(connection_, options, lock, flights);
  for (const source::Migration* migration : plan.migrations)
    lister.Add(*migration, plan.direction, FindRow(statuses, *migration), listings);
  Listing end{.title = "the end", .commands = lock.UnlockOthersCommands()};
  end.commands.push_back(lock.UnlockCommand());
  listings.push_back(std::move(end));
  return listings;
}

}  // namespace lockstep::migrate
