// SPDX-License-Identifier: Apache-2.0
// Carries out one step of a migration and writes down that it is done. For Execution.
#pragma once

#include <optional>
#include <vector>

#include "migrate/advisory_lock.h"
#include "migrate/flight.h"
#include "migrate/history.h"
#include "migrate/observer.h"
#include "migrate/probe.h"
#include "migrate/runner.h"
#include "migrate/session_state.h"
#include "model/steps.h"
#include "pg/connection.h"
#include "sql/script.h"

namespace lockstep::migrate {

// A migration that is being carried out, and how far it has come.
struct MigrationRun {
  const source::Migration& migration;
  Direction direction;
  const sql::Script& script;
  HistoryEntry entry;
  std::chrono::steady_clock::time_point began;
  std::vector<std::string> statement_hashes;  // of all; empty where the file is one step
  Progress progress = {};

  const sql::SourceFile& file() const { return script.file(); }
  // When the step will be done.
  Progress After(const model::Step& step) const;
  bool IsLast(const model::Step& step) const { return step.end == script.statements().size(); }
};

struct StepFailure {
  SqlError error;
  bool is_in_doubt = false;  // what the statement has left cannot be cleared up now: the next run looks again
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

  const SessionSettings& settings() const { return settings_; }
  pg::Result Send(const Command& command) { return connection_.Query(command.sql, command.parameters); }

 private:
  std::optional<SqlError> RunTransaction(const MigrationRun& run, const model::Step& step);
  std::optional<StepFailure> RunAlone(const MigrationRun& run, const model::Step& step);
  std::optional<SqlError> RunSettings(const MigrationRun& run, const model::Step& step);
  std::optional<SqlError> RecordIntent(const MigrationRun& run, size_t index, const Probe::Facts& facts);
  std::optional<SqlError> RunStatement(const MigrationRun& run, size_t index, Probe& probe);
  StepFailure SettleFailure(const MigrationRun& run, SqlError error, Verdict verdict);
  Verdict Settle(Probe& probe, const Probe::Facts& facts, const SqlError& error);
  bool LiftLockTimeout(const Probe& probe);
  std::optional<SqlError> RecordStep(const MigrationRun& run, const model::Step& step,
                                     std::optional<Milliseconds> duration);

  void AddGuards(Flight& flight, const MigrationRun& run, const model::Step& step) const;
  void AddRecord(Flight& flight, const MigrationRun& run, const model::Step& step,
                 std::optional<Milliseconds> duration) const;
  void AddEpilogue(Flight& flight, bool restore_session) const;
  std::optional<SqlError> Fly(Flight& flight, const MigrationRun& run);
  void Report(const MigrationRun& run, const FlightStatement& done) const;

  pg::Connection& connection_;
  const History& history_;
  AdvisoryLock& lock_;
  Watcher& watcher_;
  const RunnerOptions& options_;
  const Observer& observer_;
  SessionSettings settings_;
};

}  // namespace lockstep::migrate
