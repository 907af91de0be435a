// SPDX-License-Identifier: Apache-2.0
// The state of the session that runs the files: settings that decide what statements mean, and its
// transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"
#include "model/shared.h"

namespace lockstep::model {

struct Settings {
  static constexpr int64_t kUnset = -1;  // by any statement seen
  static constexpr int64_t kReset = -2;  // by RESET, SET … TO DEFAULT or DISCARD ALL

  std::vector<std::string> search_path = {"public"};  // "$user" aside, whose schema we cannot know
  int64_t lock_timeout_ms = kUnset;                   // or one of the above
  std::string time_zone = {};                         // empty: as configured for the sessions (Environment)
  bool checks_function_bodies = true;
  std::string role = {};  // of SET ROLE or SET SESSION AUTHORIZATION; empty: who began the session
};

// Settings follow PostgreSQL's rules: SET lasts for the session unless rolled back, SET LOCAL until the
// transaction ends.
class Session {
 public:
  const Settings& settings() const { return *current_; }

  // Applies a change for the session, or (`local`) for the transaction. Outside of a transaction SET LOCAL
  // does nothing.
  template <typename Change>
  void Set(bool local, const Change& change) {
    if (local && !in_transaction_) return;
    change(current_.Edit());
    if (!local) change(after_commit_.Edit());
  }

  bool in_transaction() const { return in_transaction_; }
  void Begin(Snapshot now);
  void Commit();
  // Returns the snapshot that ROLLBACK goes back to.
  Snapshot Rollback();

  void Savepoint(std::string_view name, Snapshot now);
  void Release(std::string_view name);
  // The snapshot of that savepoint, which stays; none when there is no such savepoint.
  std::optional<Snapshot> RollbackTo(std::string_view name);

 private:
  struct SavepointState {
    std::string name;
    Snapshot snapshot;
    Shared<Settings> current;
    Shared<Settings> after_commit;
  };

  std::vector<SavepointState>::iterator FindSavepoint(std::string_view name);

  Shared<Settings> current_;
  Shared<Settings> after_commit_;
  Shared<Settings> before_transaction_;
  Snapshot transaction_began_ = 0;
  bool in_transaction_ = false;
  std::vector<SavepointState> savepoints_;
};

}  // namespace lockstep::model
