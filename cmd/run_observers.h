// SPDX-License-Identifier: Apache-2.0
// How a run is shown while it happens: for people, or as JSON lines.
#pragma once

#include "cmd/runtime.h"
#include "migrate/observer.h"
#include "migrate/runner.h"

namespace lockstep::cmd {

struct RunStyle {
  bool quiet = false;
  bool verbose = false;  // each statement, with its time
};

// Progress goes to the error stream, as results are the other one's.
migrate::Observer TextObserver(Runtime& runtime, RunStyle style);
// What became of the run, behind the observer's lines.
void WriteTextReport(const migrate::RunReport& report, Runtime& runtime, RunStyle style);
// Who holds the lock that could not be had, and what would end it; nothing where that cannot be seen.
void WriteHolder(const std::optional<migrate::LockHolder>& holder, Runtime& runtime);

// One object a line on the output stream.
migrate::Observer JsonObserver(Runtime& runtime);
void WriteJsonReport(const migrate::RunReport& report, Runtime& runtime);
// Why there was no run, or no end of it.
void WriteJsonError(const pg::DatabaseError& error, Runtime& runtime);

}  // namespace lockstep::cmd
