// SPDX-License-Identifier: Apache-2.0
// The lock that lets one runner at a time work on a database.
#pragma once

#include <cstdint>
#include <optional>

#include "migrate/history.h"
#include "migrate/observer.h"
#include "pg/connection.h"
#include "pg/interrupt.h"

namespace lockstep::migrate {

// A session-level advisory lock, got by asking again and again: who waits inside pg_advisory_lock() holds a
// snapshot, for which CREATE INDEX CONCURRENTLY in the holder's session would wait in turn, which is a
// deadlock. Released by the destructor.
class AdvisoryLock {
 public:
  AdvisoryLock(pg::Connection& connection, int64_t key) : connection_(connection), key_(key) {}
  ~AdvisoryLock();
  AdvisoryLock(const AdvisoryLock&) = delete;
  AdvisoryLock& operator=(const AdvisoryLock&) = delete;

  // False when it was not to be had within `wait`, which counts from the last sign of progress of its holder;
  // or when interrupted.
  bool Acquire(Milliseconds wait, const pg::Interrupt* interrupt, const Observer& observer);
  // What asks for it, once, and what lets it go.
  Command TryCommand() const;
  Command UnlockCommand() const;
  // Answers whether this session holds it: a migration may have let it go (pg_advisory_unlock_all(), DISCARD
  // ALL), and then somebody else may have worked since.
  Command CheckCommand() const;
  // What came of it.
  void Checked(const pg::Result& answer) { held_ = answer.Bool(0, 0); }
  // As far as it was checked.
  bool held() const { return held_; }
  // Who holds it, if anybody does.
  std::optional<LockHolder> FindHolder();

  // For the head of a transaction: fails where another session has got the lock meanwhile, which then means
  // LostMessage(). Costs no round trip.
  Command Fence() const;
  pg::ServerMessage LostMessage() const;

 private:
  pg::Connection& connection_;
  int64_t key_;
  bool held_ = false;
};

}  // namespace lockstep::migrate
