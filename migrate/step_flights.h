// SPDX-License-Identifier: Apache-2.0
// Composes what the steps of a migration send to the server, and sends nothing: StepRunner does, and `plan
// --sql` lists it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "migrate/advisory_lock.h"
#include "migrate/flight.h"
#include "migrate/history.h"
#include "migrate/mirror.h"
#include "migrate/observer.h"
#include "migrate/probe.h"
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

// From where the history (`row`, null where it knows nothing) says that it stands.
MigrationRun BeginRun(const source::Migration& migration, Direction direction, const sql::Script& script,
                      const HistoryRow* row, bool log_sql);

// What is left to do, at least one step, and notes in the run how many these are.
std::vector<model::Step> StepsLeft(MigrationRun& run, std::vector<model::Step> steps);

// Connection, history, lock and mirror (null: none is kept) have to outlive it and its flights.
class StepFlights {
 public:
  StepFlights(pg::Connection& connection, const History& history, const AdvisoryLock& lock,
              const Mirror* mirror, SessionSettings settings);

  const SessionSettings& settings() const { return settings_; }

  // A step that is a transaction: BEGIN, fence, the file's statements, history row, log row, COMMIT, and what
  // restores the session.
  Flight Transaction(const MigrationRun& run, const model::Step& step) const;
  // Nothing can be written in a read-only one: Record() has to follow it.
  static bool HoldsRecord(const model::Step& step) { return step.modes.read_only != true; }

  // The statement that refuses a transaction has failed, and nothing of it is left.
  Flight Undone(const MigrationRun& run) const;

  // Before the statement of that index, which refuses a transaction.
  Flight Intent(const MigrationRun& run, size_t index, const Probe::Facts& facts) const;
  // In a transaction of its own, for a step that cannot hold it.
  Flight Record(const MigrationRun& run, const model::Step& step, std::optional<Milliseconds> duration) const;

 private:
  void AddSync(Flight& flight) const;
  void AddGuards(Flight& flight, const MigrationRun& run, const model::Step& step) const;
  void AddRecord(Flight& flight, const MigrationRun& run, const model::Step& step,
                 std::optional<Milliseconds> duration) const;
  void AddEpilogue(Flight& flight, bool restore_session) const;

  pg::Connection& connection_;
  const History& history_;
  const AdvisoryLock& lock_;
  const Mirror* mirror_;
  SessionSettings settings_;
};

}  // namespace lockstep::migrate
