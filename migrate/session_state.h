// SPDX-License-Identifier: Apache-2.0
// What of a session's state a migration may change, and what becomes of it.
#pragma once

#include <string>
#include <vector>

#include "migrate/history.h"
#include "migrate/observer.h"
#include "pg/connection.h"

namespace lockstep::migrate {

// Of the session that runs the migrations.
struct SessionIdentity {
  std::string database;
  int backend_pid = 0;
  std::string role = {};  // empty: that of the session's user
};

SessionIdentity Identify(pg::Connection& connection);

// What the runner's session has set while migrations run.
struct SessionSettings {
  std::string role = {};   // SET ROLE; empty: none
  std::string setup = {};  // one more statement; empty: none
  Milliseconds lock_timeout{0};
  Milliseconds statement_timeout{0};
};

// To the server a lock_timeout of 0 is none at all, not one that does not wait.
Milliseconds LockTimeoutFor(Milliseconds budget);

// At the start of a run, once.
std::vector<Command> EnterSession(const SessionSettings& settings);

// For a statement that waits for other transactions to end as a part of its work: a lock_timeout would end
// that wait too, and leave an INVALID index behind. EnterSession() takes it back. 0: no bound.
std::vector<Command> LiftLockTimeout(Milliseconds statement_timeout);

// Inside a transaction, for the rest of it: the history is the runner's, whatever role the file has taken.
// The file's comes back with COMMIT, for its next step.
std::vector<Command> TakeRunnersRole(const SessionSettings& settings);

// After a migration: what it has set, prepared, declared, listened to or made for its session is not the next
// one's business.
std::vector<Command> RestoreSession(const SessionSettings& settings);

}  // namespace lockstep::migrate
