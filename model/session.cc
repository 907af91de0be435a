// SPDX-License-Identifier: Apache-2.0
#include "model/session.h"

#include <algorithm>

namespace lockstep::model {

void Session::Begin(Snapshot now) {
  in_transaction_ = true;
  transaction_began_ = now;
  before_transaction_ = current_;
  after_commit_ = current_;
  savepoints_.clear();
}

void Session::Commit() {
  in_transaction_ = false;
  current_ = after_commit_;
  savepoints_.clear();
}

Snapshot Session::Rollback() {
  in_transaction_ = false;
  current_ = before_transaction_;
  after_commit_ = before_transaction_;
  savepoints_.clear();
  return transaction_began_;
}

std::vector<Session::SavepointState>::iterator Session::FindSavepoint(std::string_view name) {
  // The newest of that name, as PostgreSQL takes it.
  const auto found = std::find_if(savepoints_.rbegin(), savepoints_.rend(),
                                  [name](const SavepointState& savepoint) { return savepoint.name == name; });
  return found == savepoints_.rend() ? savepoints_.end() : found.base() - 1;
}

void Session::Savepoint(std::string_view name, Snapshot now) {
  savepoints_.push_back(
      {.name = std::string(name), .snapshot = now, .current = current_, .after_commit = after_commit_});
}

void Session::Release(std::string_view name) { savepoints_.erase(FindSavepoint(name), savepoints_.end()); }

std::optional<Snapshot> Session::RollbackTo(std::string_view name) {
  const auto savepoint = FindSavepoint(name);
  if (savepoint == savepoints_.end()) return std::nullopt;
  current_ = savepoint->current;
  after_commit_ = savepoint->after_commit;
  savepoints_.erase(savepoint + 1, savepoints_.end());
  return savepoints_.back().snapshot;
}

}  // namespace lockstep::model
