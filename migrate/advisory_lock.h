// SPDX-License-Identifier: Apache-2.0
// The lock that lets one runner at a time work on a database.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "migrate/history.h"
#include "migrate/observer.h"
#include "pg/connection.h"
#include "pg/interrupt.h"

namespace lockstep::migrate {

// A session-level advisory lock, got by asking again and again: who waits inside pg_advisory_lock() holds a
// snapshot, for which CREATE INDEX CONCURRENTLY in the holder's session would wait in turn, which is a
// deadlock. Released by the destructor. Where another tool is to be kept away as well, its locks come with
// it.
class AdvisoryLock {
 public:
  AdvisoryLock(pg::Connection& connection, int64_t key) : connection_(connection), key_(key) {}
  ~AdvisoryLock();
  AdvisoryLock(const AdvisoryLock&) = delete;
  AdvisoryLock& operator=(const AdvisoryLock&) = delete;

  // Locks of another tool, to be got after this one.
  void AddOthers(std::vector<int64_t> keys) { others_ = std::move(keys); }

  // False when it was not to be had within `wait`, which counts from the last sign of progress of its holder;
  // or when interrupted.
  bool Acquire(Milliseconds wait, const pg::Interrupt* interrupt, const Observer& observer);
  // The other tool's alone. Whoever waits for them in pg_advisory_lock(), as that tool does, has to be let
  // through before a statement that waits for all snapshots.
  bool AcquireOthers(Milliseconds wait, const pg::Interrupt* interrupt, const Observer& observer);
  void ReleaseOthers();
  bool has_others() const { return !others_.empty(); }

  // What asks for it, once, and what lets it go; then the same of the other tool's.
  Command TryCommand() const;
  Command UnlockCommand() const;
  std::vector<Command> TryOthersCommands() const;
  std::vector<Command> UnlockOthersCommands() const;
  // Answers whether this session holds it: a migration may have let it go (pg_advisory_unlock_all(), DISCARD
  // ALL), and then somebody else may have worked since.
  Command CheckCommand() const;
  // What came of it.
  void Checked(const pg::Result& answer) { held_ = answer.Bool(0, 0); }
  // As far as it was checked; with the other tool's.
  bool held() const { return held_ && (others_.empty() || others_held_); }
  // Who holds it, if anybody does; of several, the one that was not to be had.
  std::optional<LockHolder> FindHolder();

  // For the head of a transaction: fails where another session has got the lock meanwhile, which then means
  // LostMessage(). Costs no round trip.
  Command Fence() const;
  pg::ServerMessage LostMessage() const;

 private:
  bool Poll(int64_t key, const Command& attempt, Milliseconds wait, const pg::Interrupt* interrupt,
            const Observer& observer);
  void Release(const std::vector<Command>& unlock);

  pg::Connection& connection_;
  int64_t key_;
  int64_t wanted_ = key_;
  bool held_ = false;
  std::vector<int64_t> others_ = {};
  bool others_held_ = false;
};

}  // namespace lockstep::migrate
