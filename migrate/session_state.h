// SPDX-License-Identifier: Apache-2.0
// What of a session's state a migration may change, and what becomes of it.
#pragma once

#include <string>
#include <vector>

#include "migrate/history.h"
#include "migrate/observer.h"

namespace lockstep::migrate {

// What the runner's session has set while migrations run.
struct SessionSettings {
  std::string role = {};   // SET ROLE; empty: none
  std::string setup = {};  // one more statement; empty: none
  Milliseconds lock_timeout{0};
  Milliseconds statement_timeout{0};
};

// At the start of a run, once.
std::vector<Command> EnterSession(const SessionSettings& settings);

// Inside a transaction, for the rest of it: the history is the runner's, whatever role the file has taken.
// The file's comes back with COMMIT, for its next step.
std::vector<Command> TakeRunnersRole(const SessionSettings& settings);

// After a migration: what it has set, prepared, declared, listened to or made for its session is not the next
// one's business.
std::vector<Command> RestoreSession(const SessionSettings& settings);

}  // namespace lockstep::migrate
