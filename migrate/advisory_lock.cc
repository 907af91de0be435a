// SPDX-License-Identifier: Apache-2.0
#include "migrate/advisory_lock.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <thread>

#include "migrate/catalog_query.h"

namespace lockstep::migrate {

namespace {

using Clock = std::chrono::steady_clock;

constexpr Milliseconds kShortestPause{50};
constexpr Milliseconds kLongestPause{500};
constexpr Milliseconds kBetweenReports{5000};

// How pg_locks shows a bigint key: its halves in classid and objid, objsubid 1.
// https://www.postgresql.org/docs/current/view-pg-locks.html
std::string HeldBy(int64_t key) {
  const auto bits = static_cast<uint64_t>(key);
  return fmt::format(
      "l.locktype OPERATOR(pg_catalog.=) 'advisory' AND l.objsubid OPERATOR(pg_catalog.=) 1::pg_catalog.int2 "
      "AND "
      "l.classid OPERATOR(pg_catalog.=) {}::pg_catalog.oid AND l.objid OPERATOR(pg_catalog.=) "
      "{}::pg_catalog.oid "
      "AND l.granted AND l.database OPERATOR(pg_catalog.=) (SELECT d.oid FROM pg_catalog.pg_database d WHERE "
      "d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())",
      bits >> 32U, bits & 0xFFFFFFFFU);
}

std::string HeldByUs(int64_t key) {
  return fmt::format(
      "EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE {} AND l.pid OPERATOR(pg_catalog.=) "
      "pg_catalog.pg_backend_pid())",
      HeldBy(key));
}

void Pause(Milliseconds duration, const pg::Interrupt* interrupt) {
  if (interrupt != nullptr) {
    interrupt->WaitFor(duration);
  } else {
    std::this_thread::sleep_for(duration);
  }
}

// Runners that started together do not ask together for ever.
Milliseconds WithJitter(Milliseconds pause) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  std::uniform_int_distribution<Milliseconds::rep> distribution(pause.count() / 2, pause.count());
  return Milliseconds{distribution(random)};
}

// Anything that changes while the holder works.
std::string ProgressOf(const std::optional<LockHolder>& holder) {
  return holder ? fmt::format("{} {} {} {}", holder->pid, holder->since, holder->state, holder->query)
                : std::string();
}

Milliseconds Since(Clock::time_point begin) {
  return std::chrono::duration_cast<Milliseconds>(Clock::now() - begin);
}

}  // namespace

AdvisoryLock::~AdvisoryLock() {
  ReleaseOthers();
  if (held_) Release({UnlockCommand()});
}

void AdvisoryLock::Release(const std::vector<Command>& unlock) {
  if (!connection_.ok()) return;
  try {
    const pg::Uninterrupted uninterrupted(connection_);
    for (const Command& command : unlock) connection_.Query(command.sql, command.parameters);
  } catch (const pg::DatabaseError&) {
    // The session is ending, and the lock with it.
  }
}

bool AdvisoryLock::Acquire(Milliseconds wait, const pg::Interrupt* interrupt, const Observer& observer) {
  const Clock::time_point began = Clock::now();
  if (!held_) held_ = Poll(key_, TryCommand(), wait, interrupt, observer);
  if (!held_ || !AcquireOthers(wait, interrupt, observer)) return false;
  observer(LockAcquired{.waited = Since(began)});
  return true;
}

bool AdvisoryLock::AcquireOthers(Milliseconds wait, const pg::Interrupt* interrupt,
                                 const Observer& observer) {
  const std::vector<Command> attempts = TryOthersCommands();
  others_held_ = true;
  for (size_t i = 0; i < others_.size() && others_held_; ++i)
    others_held_ = Poll(others_[i], attempts[i], wait, interrupt, observer);
  if (!others_held_) ReleaseOthers();
  return others_held_;
}

void AdvisoryLock::ReleaseOthers() {
  Release(UnlockOthersCommands());
  others_held_ = false;
}

bool AdvisoryLock::Poll(int64_t key, const Command& attempt, Milliseconds wait,
                        const pg::Interrupt* interrupt, const Observer& observer) {
  const Clock::time_point began = Clock::now();
  Clock::time_point last_progress = began;
  Clock::time_point last_report = began - kBetweenReports;
  std::string progress;
  Milliseconds pause = kShortestPause;
  // An interrupt ends the pauses: these queries do not wait.
  const pg::Uninterrupted uninterrupted(connection_);
  wanted_ = key;
  while (true) {
    if (interrupt != nullptr && interrupt->raised()) return false;
    if (connection_.Query(attempt.sql, attempt.parameters).Bool(0, 0)) return true;
    const auto holder = FindHolder();
    // A long statement looks the same all the time, an index build of ten minutes for one.
    std::string now = ProgressOf(holder);
    if (now != progress || (holder && holder->is_working)) last_progress = Clock::now();
    progress = std::move(now);
    if (Since(last_progress) >= wait) return false;
    if (Since(last_report) >= kBetweenReports) {
      observer(LockWaiting{.waited = Since(began), .holder = holder});
      last_report = Clock::now();
    }
    Pause(std::min(WithJitter(pause), wait), interrupt);
    pause = std::min(pause * 2, kLongestPause);
  }
}

Command AdvisoryLock::TryCommand() const {
  return {.sql = "SELECT pg_catalog.pg_try_advisory_lock($1)", .parameters = {std::to_string(key_)}};
}

Command AdvisoryLock::UnlockCommand() const {
  return {.sql = "SELECT pg_catalog.pg_advisory_unlock($1)", .parameters = {std::to_string(key_)}};
}

// Not twice: a session has to let a lock go as often as it has got it, and may have lost one of several.
std::vector<Command> AdvisoryLock::TryOthersCommands() const {
  std::vector<Command> commands;
  for (const int64_t key : others_) {
    commands.push_back(
        {.sql = fmt::format("SELECT CASE WHEN {} THEN true ELSE pg_catalog.pg_try_advisory_lock($1) END",
                            HeldByUs(key)),
         .parameters = {std::to_string(key)}});
  }
  return commands;
}

std::vector<Command> AdvisoryLock::UnlockOthersCommands() const {
  std::vector<Command> commands;
  for (const int64_t key : others_) {
    commands.push_back(
        {.sql = fmt::format("SELECT CASE WHEN {} THEN pg_catalog.pg_advisory_unlock($1) END", HeldByUs(key)),
         .parameters = {std::to_string(key)}});
  }
  return commands;
}

Command AdvisoryLock::CheckCommand() const { return {.sql = fmt::format("SELECT {}", HeldByUs(key_))}; }

Command AdvisoryLock::Fence() const {
  return {
      .sql = fmt::format(
          "SELECT 1 OPERATOR(pg_catalog./) pg_catalog.pg_try_advisory_xact_lock({})::pg_catalog.int4", key_)};
}

pg::ServerMessage AdvisoryLock::LostMessage() const {
  return {.severity = "ERROR",
          .message = "another session has got the lock of this database meanwhile",
          .hint = "Is there a transaction pooler in between? Connect to the server itself."};
}

std::optional<LockHolder> AdvisoryLock::FindHolder() {
  const pg::Result result = CatalogQuery(
      connection_,
      fmt::format("SELECT l.pid, coalesce(a.application_name, ''), coalesce(a.usename, ''), "
                  "coalesce(a.client_addr::text, 'local'), coalesce(a.state, ''), coalesce(a.query, ''), "
                  "coalesce(a.query_start::text, ''), "
                  "coalesce(a.state = 'active' AND a.wait_event_type IS DISTINCT FROM 'Lock', false) "
                  "FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid WHERE {} LIMIT 1",
                  HeldBy(wanted_)));
  if (result.rows() == 0) return std::nullopt;
  return LockHolder{.pid = static_cast<int>(result.Int64(0, 0)),
                    .application = std::string(result.Text(0, 1)),
                    .user = std::string(result.Text(0, 2)),
                    .client = std::string(result.Text(0, 3)),
                    .state = std::string(result.Text(0, 4)),
                    .query = std::string(result.Text(0, 5)),
                    .since = std::string(result.Text(0, 6)),
                    .is_working = result.Bool(0, 7)};
}

}  // namespace lockstep::migrate
