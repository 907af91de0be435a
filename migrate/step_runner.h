// SPDX-License-Identifier: Apache-2.0
// Carries out one step of a migration and writes down that it is done. For Execution.
#pragma once

#include <optional>
#include <vector>

#include "migrate/advisory_lock.h"
#include "migrate/history.h"
#include "migrate/observer.h"
#include "migrate/probe.h"
#include "migrate/runner.h"
#include "migrate/step_flights.h"
#include "pg/connection.h"

namespace lockstep::migrate {

// What the options make of the session that migrations run in.
SessionSettings SettingsFor(const RunnerOptions& options);

struct StepFailure {
  SqlError error;
  bool is_in_doubt = false;  // what the statement has left cannot be cleared up now: the next run looks again
  bool may_have_committed = false;  // a part of its work
};

class StepRunner {
 public:
  StepRunner(pg::Connection& connection, const History& history, const Guards& guards,
             const RunnerOptions& options, const Observer& observer);

  // Nothing: it is done, and that is written down. Afterwards lock.held() tells whether the lock was lost.
  // Throws DatabaseError when the connection is lost.
  std::optional<StepFailure> Run(const MigrationRun& run, const model::Step& step);

  // After a failure: the session as the next migration expects it, and the attempt in the log.
  void WriteFailure(const MigrationRun& run, const SqlError& error);

  const SessionSettings& settings() const { return flights_.settings(); }
  pg::Result Send(const Command& command) { return connection_.Query(command.sql, command.parameters); }

 private:
  std::optional<SqlError> RunTransaction(const MigrationRun& run, const model::Step& step);
  std::optional<StepFailure> RunAlone(const MigrationRun& run, const model::Step& step);
  std::optional<SqlError> RunSettings(const MigrationRun& run, const model::Step& step);
  std::optional<SqlError> RecordIntent(const MigrationRun& run, size_t index, const Probe::Facts& facts);
  std::optional<SqlError> RunStatement(const MigrationRun& run, size_t index, Probe& probe);
  StepFailure SettleFailure(const MigrationRun& run, size_t index, SqlError error, Verdict verdict);
  Verdict Settle(Probe& probe, const Probe::Facts& facts, const SqlError& error);
  bool LiftLockTimeout(const Probe& probe);
  std::optional<SqlError> RecordStep(const MigrationRun& run, const model::Step& step,
                                     std::optional<Milliseconds> duration);

  std::optional<SqlError> Fly(Flight& flight, const MigrationRun& run);
  void Report(const MigrationRun& run, const FlightStatement& done) const;

  pg::Connection& connection_;
  const History& history_;
  AdvisoryLock& lock_;
  Watcher& watcher_;
  const RunnerOptions& options_;
  const Observer& observer_;
  StepFlights flights_;
};

}  // namespace lockstep::migrate
