// SPDX-License-Identifier: Apache-2.0
// Carries one migration out, step by step, from where it stands. For Runner.
#pragma once

#include <optional>

#include "migrate/step_runner.h"

namespace lockstep::migrate {

// The part that runs in that direction, which has to be there.
const source::Part& PartFor(const source::Migration& migration, Direction direction);

// While it lives, the notices of the connection are its observer's.
class Execution {
 public:
  Execution(pg::Connection& connection, const History& history, const Guards& guards,
            const RunnerOptions& options, const Observer& observer);
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  // `row`: what the history knows of it, null when nothing. Nothing is returned when the lock was lost after
  // a step that was not the last: what is done is written down, and another runner may go on with it. Throws
  // DatabaseError when the connection is lost; everything else is the outcome.
  std::optional<Outcome> Run(const source::Migration& migration, Direction direction, const HistoryRow* row);

  const SessionSettings& settings() const { return steps_.settings(); }

 private:
  std::optional<Outcome> RunSteps(MigrationRun& run, model::StepOptions options);
  std::optional<StepFailure> RunWithRetries(const MigrationRun& run, const model::Step& step);
  void ReplaySettings(const MigrationRun& run);
  Outcome Fail(const MigrationRun& run, const StepFailure& failure);
  bool IsInterrupted() const;

  pg::Connection& connection_;
  AdvisoryLock& lock_;
  Watcher& watcher_;
  const RunnerOptions& options_;
  const Observer& observer_;
  StepRunner steps_;
  const source::Migration* current_ = nullptr;  // for notices
};

}  // namespace lockstep::migrate
