// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/lock_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "pg/error.h"

namespace lockstep::pg {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr microseconds kPause{200};
constexpr std::chrono::seconds kPatience{30};  // then it waits for something else than a turnstile

// What makes a transaction hold the strongest lock that goes beside these; nothing where there is no way.
std::optional<std::string> TurnstileSql(const RelationState& relation, const TableLocks& held) {
  const auto strongest = StrongestBeside(held);
  if (!strongest || relation.is_temporary) return std::nullopt;
  if (relation.IsTable())
    return fmt::format("LOCK TABLE ONLY {} IN {} MODE", relation.sql_name, SqlName(*strongest));
  // LOCK TABLE takes the tables behind a view as well, and no materialized view. These change nothing.
  if (relation.kind != 'v' && relation.kind != 'm' && relation.kind != 'f') return std::nullopt;
  if (strongest == TableLock::kAccessExclusive)
    return fmt::format("ALTER TABLE {} OWNER TO {}", relation.sql_name, relation.owner);
  const bool may_update = std::none_of(held.begin(), held.end(), [](TableLock mode) {
    return Conflict(mode, TableLock::kShareUpdateExclusive);
  });
  if (!may_update) return std::nullopt;
  std::string kind = KindName(relation.kind);
  std::transform(kind.begin(), kind.end(), kind.begin(), [](unsigned char c) { return std::toupper(c); });
  return fmt::format("COMMENT ON {} {} IS NULL", kind, relation.sql_name);
}

bool IsReady(const std::future<void>& future) {
  return future.wait_for(microseconds(0)) == std::future_status::ready;
}

}  // namespace

LockTrace::LockTrace(const Connection& subject, Connection& watcher, Connection& successor,
                     const std::map<Oid, RelationState>& relations)
    : watcher_(watcher),
      successor_(successor),
      relations_(relations),
      subject_(subject.reported_backend_pid()),
      queued_(successor.reported_backend_pid()) {}

void LockTrace::Run(Tracing tracing, const std::function<void()>& statement) {
  held_before_ = ReadLocks().held;
  if (tracing == Tracing::kWithTurnstiles) RaiseAll();
  std::future<void> run = std::async(std::launch::async, statement);
  const auto begin = steady_clock::now();
  try {
    while (!IsReady(run)) {
      Look();
      std::this_thread::sleep_for(kPause);
      if (steady_clock::now() - begin > kPatience) RemoveAll();
    }
  } catch (...) {
    RemoveAll();  // or the future's destructor waits for ever
    throw;
  }
  RemoveAll();
  NoteNew(ReadLocks());  // what a transaction keeps
  run.get();
}

void LockTrace::RaiseAll() {
  for (const auto& [oid, relation] : relations_) {
    const auto take = TurnstileSql(relation, held_before_[oid]);
    if (!take) continue;
    const std::string name = NewName();
    watcher_.Execute(fmt::format("BEGIN; {}; PREPARE TRANSACTION '{}'", *take, name));
    turnstiles_.emplace(oid, name);
  }
}

void LockTrace::RemoveAll() {
  for (const auto& [relation, name] : std::exchange(turnstiles_, {}))
    watcher_.Execute(fmt::format("ROLLBACK PREPARED '{}'", name));
}

void LockTrace::Look() {
  const Locks locks = ReadLocks();
  if (turnstiles_.contains(locks.waits_for_relation) && locks.waits_for_mode) {
    NoteNew(locks);
    LetThrough(locks.waits_for_relation, locks);
  } else if (!locks.waits_for_transaction.empty()) {
    NoteNew(locks);
    RemoveTurnstileOf(locks.waits_for_transaction);
  }
}

void LockTrace::LetThrough(Oid relation, const Locks& locks) {
  Note(relation, *locks.waits_for_mode);
  TableLocks had = {*locks.waits_for_mode};
  if (const auto held = locks.held.find(relation); held != locks.held.end())
    had.insert(held->second.begin(), held->second.end());
  const std::string present = turnstiles_.extract(relation).mapped();
  if (const auto take = TurnstileSql(relations_.at(relation), had)) {
    Queue(relation, *take, present);
  } else {
    watcher_.Execute(fmt::format("ROLLBACK PREPARED '{}'", present));
  }
}

// The next turnstile stands in the queue behind the subject when the present one goes: both are let in at
// once.
void LockTrace::Queue(Oid relation, const std::string& take, const std::string& present) {
  std::future<void> next = std::async(std::launch::async, [&] { successor_.Execute("BEGIN; " + take); });
  const std::string waits =
      fmt::format("SELECT FROM pg_catalog.pg_locks WHERE pid = {} AND NOT granted", queued_);
  while (!IsReady(next) && watcher_.Execute(waits).rows() == 0) std::this_thread::sleep_for(kPause);
  watcher_.Execute(fmt::format("ROLLBACK PREPARED '{}'", present));
  try {
    next.get();
    const std::string name = NewName();
    successor_.Execute(fmt::format("PREPARE TRANSACTION '{}'", name));
    turnstiles_.emplace(relation, name);
  } catch (const DatabaseError& error) {
    if (error.ConnectionLost()) throw;
    successor_.Execute("ROLLBACK");  // the subject was faster, and the relation is gone
  }
}

void LockTrace::RemoveTurnstileOf(std::string_view transaction) {
  const Result prepared = watcher_.Execute(
      fmt::format("SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE transaction = '{}'", transaction));
  if (prepared.rows() == 0) return;
  const auto turnstile = std::find_if(turnstiles_.begin(), turnstiles_.end(),
                                      [&](const auto& entry) { return entry.second == prepared.Text(0, 0); });
  if (turnstile == turnstiles_.end()) return;
  watcher_.Execute(fmt::format("ROLLBACK PREPARED '{}'", turnstile->second));
  turnstiles_.erase(turnstile);
}

LockTrace::Locks LockTrace::ReadLocks() {
  const Result result = watcher_.Execute(
      fmt::format("SELECT granted, locktype, relation, mode, transactionid FROM pg_catalog.pg_locks "
                  "WHERE pid = {} AND (locktype = 'relation' OR locktype = 'transactionid' AND NOT granted)",
                  subject_));
  Locks locks;
  for (size_t row = 0; row < result.rows(); ++row) {
    const bool is_granted = result.Bool(row, 0);
    if (result.Text(row, 1) == "transactionid") {
      locks.waits_for_transaction = result.Text(row, 4);
      continue;
    }
    const Oid relation = result.Int64(row, 2);
    const auto mode = TableLockFromPgLocks(result.Text(row, 3));
    if (!mode || !relations_.contains(relation)) continue;
    if (is_granted) {
      locks.held[relation].insert(*mode);
    } else {
      locks.waits_for_relation = relation;
      locks.waits_for_mode = mode;
    }
  }
  return locks;
}

void LockTrace::NoteNew(const Locks& locks) {
  for (const auto& [relation, modes] : locks.held) {
    for (const TableLock mode : modes) {
      if (!held_before_[relation].contains(mode)) Note(relation, mode);
    }
  }
}

void LockTrace::Note(Oid relation, TableLock mode) {
  const auto [known, is_new] = strongest_.emplace(relation, mode);
  if (!is_new) known->second = std::max(known->second, mode);
}

std::string LockTrace::NewName() { return fmt::format("turnstile_{}_{}", subject_, ++names_); }

}  // namespace lockstep::pg
