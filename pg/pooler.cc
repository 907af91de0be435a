// SPDX-License-Identifier: Apache-2.0
// Poolers lend a free backend to whoever speaks next: mostly the one that was given back last (PgBouncer), or
// the one that waits longest (PgBouncer's server_round_robin). Two sessions that take turns meet on a
// backend, or change theirs, in either order and at any size of the pool.
#include "pg/pooler.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <vector>

#include "pg/error.h"

namespace lockstep::pg {

using std::chrono::seconds;
using std::chrono::steady_clock;

namespace {

constexpr seconds kPatience{3};
constexpr int kRounds = 3;

// Process ids are used again, and every host has its own; the second tells them apart.
struct Backend {
  int64_t pid;
  std::string since;
  bool operator==(const Backend&) const = default;
};

// One session and the backends that it was seen on.
class Session {
 public:
  explicit Session(Connection& connection) : connection_(connection) {}

  void Ask() {
    const Result answer = connection_.Execute(
        "SELECT pid, backend_start FROM pg_catalog.pg_stat_get_activity(pg_catalog.pg_backend_pid())");
    // Under another role than the session's user its start is hidden; the process id tells nearly as much.
    Backend backend{answer.Int64(0, 0), std::string(answer.OptionalText(0, 1).value_or(""))};
    if (std::find(seen_.begin(), seen_.end(), backend) == seen_.end()) seen_.push_back(std::move(backend));
  }
  // Holds on to its backend until End().
  void Begin() {
    connection_.Execute("BEGIN READ ONLY");
    Ask();
  }
  void End() { connection_.Execute("COMMIT"); }

  bool Changed() const { return seen_.size() > 1; }
  bool Met(const Session& other) const {
    return std::any_of(seen_.begin(), seen_.end(), [&](const Backend& backend) {
      return std::find(other.seen_.begin(), other.seen_.end(), backend) != other.seen_.end();
    });
  }
  int64_t pid() const { return seen_.front().pid; }

 private:
  Connection& connection_;
  std::vector<Backend> seen_;
};

bool IsProven(const Session& ours, const Session& second) {
  return ours.Changed() || second.Changed() || ours.Met(second);
}

bool TakeTurns(Session& ours, Session& second) {
  // Taking strict turns, two sessions would each find their own of two backends in turn.
  second.Ask();
  second.Ask();
  ours.Ask();
  for (int round = 0; round < kRounds && !IsProven(ours, second); ++round) {
    ours.Begin();
    second.Begin();
    // What was given back last is lent first: to the other one.
    ours.End();
    second.End();
    ours.Ask();
    second.Ask();
  }
  return IsProven(ours, second);
}

// A pooler without a free backend lets its clients wait, for minutes. A wait that is too long ends the second
// connection.
class Impatience {
 public:
  explicit Impatience(const Connection& ours) : interrupt_(ours.waiting().interrupt) {}

  Waiting Hooks() {
    return {.interrupt = interrupt_,
            .on_interrupt = [this] { second_->GiveUp(); },
            .tick = std::chrono::milliseconds(100),
            .on_tick =
                [this] {
                  if (steady_clock::now() >= end_) second_->GiveUp();
                }};
  }
  void Watch(Connection& second) { second_ = &second; }

 private:
  Interrupt* interrupt_;
  Connection* second_ = nullptr;
  steady_clock::time_point end_ = steady_clock::now() + kPatience;
};

// Nothing when the second connection could not be had, or had no backend in time.
bool SharesBackends(Connection& connection, Session& ours, ConnectionString database) {
  database.Set("connect_timeout", std::to_string(kPatience.count()));
  Impatience impatience(connection);
  std::optional<Connection> second;
  try {
    second.emplace(Connection::Open(database, impatience.Hooks()));
    impatience.Watch(*second);
    Session theirs(*second);
    return TakeTurns(ours, theirs);
  } catch (const DatabaseError&) {
    if (!connection.ok()) throw;
    if (connection.transaction_status() != TransactionStatus::kIdle) connection.Execute("ROLLBACK");
    return ours.Changed();
  }
}

}  // namespace

PoolerVerdict FindPooler(Connection& connection, const ConnectionString& database) {
  Session ours(connection);
  ours.Ask();
  if (ours.pid() == connection.reported_backend_pid()) return {};
  if (SharesBackends(connection, ours, database)) {
    return {.pooling = Pooling::kTransaction,
            .message = fmt::format("a connection pooler in transaction mode stands before the server: it "
                                   "gives one session's statements to "
                                   "different backends, where the lock that keeps two runs apart is lost; {}",
                                   PoolerAdvice())};
  }
  return {.pooling = Pooling::kPossible,
          .message = fmt::format("a connection pooler or proxy stands before the server (the connection was "
                                 "made with process {}, and "
                                 "process {} answers); it was not seen to share backends, but in transaction "
                                 "mode it would lose the lock "
                                 "that keeps two runs apart: {}",
                                 connection.reported_backend_pid(), ours.pid(), PoolerAdvice())};
}

DatabaseError PoolerRefused(const PoolerVerdict& verdict) {
  return DatabaseError(Failure::kRefused, verdict.message);
}

std::string_view PoolerAdvice() {
  return "connect to PostgreSQL itself instead of PgBouncer or a pooler like it (Supavisor, Odyssey, Pgcat, "
         "RDS Proxy, "
         "…): give the direct address in DATABASE_URL_DIRECT, or with --database";
}

}  // namespace lockstep::pg
