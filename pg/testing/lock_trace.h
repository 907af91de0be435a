// SPDX-License-Identifier: Apache-2.0
// Sees which table locks a statement asks for, those that it lets go early included, on a stock server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "pg/connection.h"
#include "pg/testing/relation_state.h"
#include "pg/testing/table_lock.h"

namespace lockstep::pg {

enum class Tracing : uint8_t {
  kWithTurnstiles,
  kOfWhatIsKept,  // pg_locks at the end, within a transaction
};

// A turnstile is a prepared transaction that holds a lock on one relation, at first ACCESS EXCLUSIVE:
// whatever the statement asks for, it has to wait, and pg_locks shows what for. Before it is let through, the
// strongest lock that goes beside what it then has is queued behind it, to be granted together with its own:
// the next turnstile, which stops every request that is stronger than the ones before. So the strongest lock
// on each relation is seen, however soon it is let go.
//
// Not seen are
// - requests that do not wait (NOWAIT, SKIP LOCKED): they fail, or skip;
// - on a table, what is asked for after the statement has waited for all of the table's users to be gone
//   (CONCURRENTLY), which a turnstile is as well, and so is taken away;
// - on a view, materialized view or foreign table, which LOCK TABLE does not take, anything stronger than a
//   first request of SHARE UPDATE EXCLUSIVE or more; on indexes, sequences and composite types what was let
//   go when nobody looked: pg_locks is read at each stop and, within a transaction, at the end;
// - what is not stronger than the locks that the session had before.
//
// Needs max_prepared_transactions, as many as there are relations, and a superuser.
class LockTrace {
 public:
  // The subject may be within a transaction. All have to outlive the trace.
  LockTrace(const Connection& subject, Connection& watcher, Connection& successor,
            const std::map<Oid, RelationState>& relations);

  // Runs the function, which uses the subject, in a thread of its own. Throws what it throws, once the
  // turnstiles are gone.
  void Run(Tracing tracing, const std::function<void()>& statement);

  const std::map<Oid, TableLock>& strongest() const { return strongest_; }
  const std::map<Oid, TableLocks>& held_before() const { return held_before_; }

 private:
  struct Locks {
    std::map<Oid, TableLocks> held = {};
    Oid waits_for_relation = 0;
    std::optional<TableLock> waits_for_mode = {};
    std::string waits_for_transaction = {};
  };

  void RaiseAll();
  void RemoveAll();
  void Look();
  void LetThrough(Oid relation, const Locks& locks);
  void RemoveTurnstileOf(std::string_view transaction);
  void Queue(Oid relation, const std::string& take, const std::string& present);
  Locks ReadLocks();
  void NoteNew(const Locks& locks);
  void Note(Oid relation, TableLock mode);
  std::string NewName();

  Connection& watcher_;
  Connection& successor_;
  const std::map<Oid, RelationState>& relations_;
  const int subject_;  // process ids
  const int queued_;
  std::map<Oid, TableLocks> held_before_;
  std::map<Oid, std::string> turnstiles_;  // names of prepared transactions
  std::map<Oid, TableLock> strongest_;
  size_t names_ = 0;
};

}  // namespace lockstep::pg
