// SPDX-License-Identifier: Apache-2.0
// The step that is one statement which refuses a transaction: intent row, statement, done row.
#include <fmt/format.h>

#include <algorithm>

#include "migrate/catalog_query.h"
#include "migrate/step_runner.h"
#include "sql/nodes.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

// While somebody waits for us to end.
constexpr Milliseconds kCleanupWhenInterrupted{1'000};

Milliseconds Since(Clock::time_point begin) {
  return std::chrono::duration_cast<Milliseconds>(Clock::now() - begin);
}

bool MayCommit(const ::Node* statement) {
  return sql::As<::CallStmt>(statement) != nullptr || sql::As<::DoStmt>(statement) != nullptr;
}

}  // namespace

std::optional<StepFailure> StepRunner::RunAlone(const MigrationRun& run, const model::Step& step) {
  const size_t index = step.statements.back();
  if (auto error = RunSettings(run, step)) return StepFailure{.error = std::move(*error)};
  const auto probe = ProbeFor(connection_, run.script.statements()[index]);
  const Probe::Facts facts = probe->Observe();
  if (auto error = RecordIntent(run, index, facts)) return StepFailure{.error = std::move(*error)};
  // golang-migrate waits inside pg_advisory_lock(), with a snapshot that CREATE INDEX CONCURRENTLY would wait
  // for in turn. What it finds now is marked dirty, and it gives up.
  lock_.ReleaseOthers();
  auto error = RunStatement(run, index, *probe);
  // How it ended has to be written down, whatever signals come.
  const pg::Uninterrupted uninterrupted(connection_);
  const Verdict verdict = error ? Settle(*probe, facts, *error) : Verdict::kDone;
  lock_.AcquireOthers(options_.lock_wait, options_.interrupt, observer_);
  if (verdict != Verdict::kDone) return SettleFailure(run, index, std::move(*error), verdict);
  auto unrecorded = RecordStep(run, step, Since(run.began));
  return unrecorded ? std::optional(StepFailure{.error = std::move(*unrecorded), .is_in_doubt = true})
                    : std::nullopt;
}

// The file's settings right before the statement.
std::optional<SqlError> StepRunner::RunSettings(const MigrationRun& run, const model::Step& step) {
  for (const size_t index : step.statements) {
    if (index == step.statements.back()) break;
    const sql::Statement& setting = run.script.statements()[index];
    const Clock::time_point began = Clock::now();
    try {
      const pg::Result result = connection_.Query(run.file().Text(setting.span));
      Report(run, {&setting, Since(began), std::string(result.command_tag())});
    } catch (const pg::DatabaseError& error) {
      if (error.ConnectionLost()) throw;
      return Locate(error.fields(), run.file(), &setting);
    }
  }
  return std::nullopt;
}

std::optional<SqlError> StepRunner::RecordIntent(const MigrationRun& run, size_t index,
                                                 const Probe::Facts& facts) {
  Flight flight = flights_.Intent(run, index, facts);
  return Fly(flight, run);
}

std::optional<SqlError> StepRunner::RunStatement(const MigrationRun& run, size_t index, Probe& probe) {
  const sql::Statement& statement = run.script.statements()[index];
  const bool lifted = LiftLockTimeout(probe);
  if (lifted) watcher_.BeginAttempt(run.migration, false);
  const Clock::time_point began = Clock::now();
  std::optional<SqlError> failed;
  try {
    const pg::Result result = connection_.Query(run.file().Text(statement.span));
    Report(run, {&statement, Since(began), std::string(result.command_tag())});
  } catch (const pg::DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    failed = Locate(error.fields(), run.file(), &statement);
  }
  const pg::Uninterrupted uninterrupted(connection_);
  watcher_.EndAttempt();
  if (lifted) {
    for (const Command& command : EnterSession(settings())) Send(command);
  }
  if (failed) return failed;
  const auto problem = probe.FindProblem();
  return problem ? std::optional(Locate(*problem, run.file(), &statement)) : std::nullopt;
}

// What the file itself has set is its author's will.
bool StepRunner::LiftLockTimeout(const Probe& probe) {
  if (!probe.WaitsForSnapshots()) return false;
  const pg::Result set =
      CatalogQuery(connection_, "SELECT setting FROM pg_settings WHERE name = 'lock_timeout'");
  if (set.Text(0, 0) != std::to_string(settings().lock_timeout.count())) return false;
  for (const Command& command : migrate::LiftLockTimeout(options_.concurrently_timeout)) Send(command);
  return true;
}

Verdict StepRunner::Settle(Probe& probe, const Probe::Facts& facts, const SqlError& error) {
  constexpr std::string_view kDuplicate = "42P07";  // the one that is there is another's
  if (error.message.sqlstate == kDuplicate) return Verdict::kNotDone;
  const Milliseconds patience = options_.interrupt != nullptr && options_.interrupt->raised()
                                    ? std::min(kCleanupWhenInterrupted, settings().lock_timeout)
                                    : settings().lock_timeout;
  Send({.sql = fmt::format("SET lock_timeout = {}", patience.count())});
  const Verdict verdict = probe.Settle(facts);
  Send({.sql = fmt::format("SET lock_timeout = {}", settings().lock_timeout.count())});
  return verdict;
}

StepFailure StepRunner::SettleFailure(const MigrationRun& run, size_t index, SqlError error,
                                      Verdict verdict) {
  // Where nothing tells, we have seen that it failed.
  const bool is_in_doubt = verdict == Verdict::kStuck;
  if (!is_in_doubt) {
    Flight flight = flights_.Undone(run);
    if (const auto unrecorded = flight.Run([](const FlightStatement&) {}))
      return {.error = *unrecorded, .is_in_doubt = true};
  }
  return {.error = std::move(error),
          .is_in_doubt = is_in_doubt,
          .may_have_committed = MayCommit(run.script.statements()[index].node)};
}

}  // namespace lockstep::migrate
