// SPDX-License-Identifier: Apache-2.0
// What both kinds of steps share, and the step that is a transaction.
#include "migrate/step_runner.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

SessionSettings SettingsFor(const RunnerOptions& options) {
  return {.role = options.role,
          .setup = options.session_setup,
          .lock_timeout = LockTimeoutFor(options.table_lock_budget),
          .statement_timeout = options.statement_timeout};
}

StepRunner::StepRunner(pg::Connection& connection, const History& history, const Guards& guards,
                       const RunnerOptions& options, const Observer& observer)
    : connection_(connection),
      history_(history),
      lock_(guards.lock),
      watcher_(guards.watcher),
      options_(options),
      observer_(observer),
      flights_(connection, history, guards.lock, guards.mirror, SettingsFor(options)) {
  for (const Command& command : EnterSession(settings())) Send(command);
}

std::optional<StepFailure> StepRunner::Run(const MigrationRun& run, const model::Step& step) {
  if (step.kind == model::StepKind::kStatement) return RunAlone(run, step);
  auto error = RunTransaction(run, step);
  return error ? std::optional(StepFailure{.error = std::move(*error)}) : std::nullopt;
}

// One round trip. Returns the error after which everything was rolled back.
std::optional<SqlError> StepRunner::RunTransaction(const MigrationRun& run, const model::Step& step) {
  Flight flight = flights_.Transaction(run, step);
  if (auto error = Fly(flight, run)) return error;
  // Done again, a step that is read-only does no harm.
  return StepFlights::HoldsRecord(step) ? std::nullopt : RecordStep(run, step, std::nullopt);
}

std::optional<SqlError> StepRunner::Fly(Flight& flight, const MigrationRun& run) {
  auto error = flight.Run([&](const FlightStatement& done) { Report(run, done); });
  if (!error && flight.last_result()) lock_.Checked(flight.last_result());
  return error;
}

std::optional<SqlError> StepRunner::RecordStep(const MigrationRun& run, const model::Step& step,
                                               std::optional<Milliseconds> duration) {
  Flight flight = flights_.Record(run, step, duration);
  return Fly(flight, run);
}

void StepRunner::WriteFailure(const MigrationRun& run, const SqlError& error) {
  const pg::Uninterrupted uninterrupted(connection_);
  for (const Command& command : RestoreSession(settings())) Send(command);
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
