// SPDX-License-Identifier: Apache-2.0
// Looks, through a second session, at what the runner's session waits for: names who blocks it, ends waits
// that take longer than their budget, tells how far an index build is.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "migrate/observer.h"
#include "pg/connection.h"

namespace lockstep::migrate {

using Connect = std::function<pg::Connection()>;

// Hooks itself into the waits of the connection, which has to outlive it and stay where it is. The second
// session is opened when a statement takes long enough to look at, is in autocommit, and is done without
// where the server refuses it, which the observer is told of once.
class Watcher {
 public:
  // `connect` may be empty: nobody watches.
  Watcher(pg::Connection& watched, int backend_pid, Connect connect, Milliseconds lock_budget,
          const Observer& observer);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // From here on waits count anew. `bounded`: the sum of waits for locks may not exceed the budget; else the
  // statement is left to wait as long as it has to.
  void BeginAttempt(const source::Migration& migration, bool bounded);
  // Outside of attempts nothing is looked at.
  void EndAttempt() { migration_ = nullptr; }

  // Of the attempt: who held what it waited for, as seen last, and whether the wait was ended for its length.
  const std::vector<LockHolder>& blockers() const { return blockers_; }
  bool budget_spent() const { return budget_spent_; }

 private:
  void Tick() noexcept;
  void Look(pg::Connection& session);
  void LookAtBlockers(pg::Connection& session);
  void LookAtBuild(pg::Connection& session);
  void Cancel() noexcept;
  pg::Connection* Session();

  pg::Connection& watched_;
  int pid_;
  Connect connect_;
  Milliseconds lock_budget_;
  Milliseconds tick_;
  const Observer& observer_;
  std::optional<pg::Connection> session_;
  bool refused_ = false;

  const source::Migration* migration_ = nullptr;
  bool bounded_ = true;
  Milliseconds waited_{0};
  std::vector<LockHolder> blockers_;
  bool budget_spent_ = false;
  std::string last_progress_;
};

}  // namespace lockstep::migrate
