// SPDX-License-Identifier: Apache-2.0
#include "migrate/watcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "migrate/catalog_query.h"

namespace lockstep::migrate {

namespace {

// Long beside a statement that waits for nobody.
constexpr Milliseconds kLongestTick{250};
constexpr Milliseconds kShortestTick{10};

// Short beside the budget, so that whoever is in the way is seen before a wait is ended.
Milliseconds TickFor(Milliseconds lock_budget) {
  return std::clamp(lock_budget / 4, kShortestTick, kLongestTick);
}

constexpr std::string_view kHidden = "<insufficient privilege>";

std::string TextOf(const pg::Result& result, size_t row, size_t column) {
  return std::string(result.OptionalText(row, column).value_or(""));
}

}  // namespace

Watcher::Watcher(pg::Connection& watched, int backend_pid, Connect connect, Milliseconds lock_budget,
                 const Observer& observer)
    : watched_(watched),
      pid_(backend_pid),
      connect_(std::move(connect)),
      lock_budget_(lock_budget),
      tick_(TickFor(lock_budget)),
      observer_(observer) {
  if (!connect_) return;
  pg::Waiting waiting = watched_.waiting();
  waiting.tick = tick_;
  waiting.on_tick = [this] { Tick(); };
  waiting.on_interrupt = [this] { Cancel(); };
  watched_.set_waiting(std::move(waiting));
}

Watcher::~Watcher() {
  pg::Waiting waiting = watched_.waiting();
  waiting.tick = Milliseconds{0};
  waiting.on_tick = nullptr;
  waiting.on_interrupt = nullptr;
  watched_.set_waiting(std::move(waiting));
}

void Watcher::BeginAttempt(const source::Migration& migration, bool bounded) {
  migration_ = &migration;
  bounded_ = bounded;
  waited_ = Milliseconds{0};
  blockers_.clear();
  budget_spent_ = false;
  last_progress_.clear();
}

pg::Connection* Watcher::Session() {
  if (session_ && session_->ok()) return &*session_;
  if (refused_) return nullptr;
  try {
    session_.reset();
    session_.emplace(connect_());
    // It must never be what somebody waits for.
    session_->Execute("SET default_transaction_read_only = on; SET statement_timeout = '2s'");
    return &*session_;
  } catch (const pg::DatabaseError& error) {
    refused_ = true;
    session_.reset();
    observer_(WatcherRefused{.reason = error.message()});
    return nullptr;
  }
}

void Watcher::Tick() noexcept {
  if (migration_ == nullptr) return;
  try {
    if (pg::Connection* session = Session()) Look(*session);
  } catch (const std::exception&) {
    // What could not be seen now is looked at with the next tick.
  }
}

void Watcher::Look(pg::Connection& session) {
  const pg::Result result = CatalogQuery(
      session, fmt::format("SELECT coalesce(a.wait_event_type, '') = 'Lock', EXISTS (SELECT FROM "
                           "pg_stat_progress_create_index p WHERE p.pid = a.pid) FROM pg_stat_activity a "
                           "WHERE a.pid = {}",
                           pid_));
  if (result.rows() == 0) return;
  if (result.Bool(0, 1)) LookAtBuild(session);
  if (!result.Bool(0, 0)) return;
  LookAtBlockers(session);
  waited_ += tick_;
  if (!bounded_ || waited_ < lock_budget_ || budget_spent_) return;
  budget_spent_ = true;
  session.CancelBackend(pid_);
}

// A prepared transaction holds locks without a session: pg_blocking_pids() has it as 0.
void Watcher::LookAtBlockers(pg::Connection& session) {
  const pg::Result result = CatalogQuery(
      session,
      fmt::format(
          "SELECT b.pid, a.application_name, a.usename, coalesce(a.client_addr::text, 'local'), a.state, "
          "a.query, coalesce(a.xact_start, a.query_start)::text, NULL "
          "FROM (SELECT DISTINCT unnest(pg_blocking_pids({0})) AS pid) b "
          "LEFT JOIN pg_stat_activity a ON a.pid = b.pid WHERE b.pid <> 0 "
          "UNION ALL SELECT DISTINCT 0, NULL, x.owner, 'local', 'prepared', NULL, x.prepared::text, x.gid "
          "FROM pg_locks wanted JOIN pg_locks held ON held.granted AND held.pid IS NULL "
          "AND held.relation = wanted.relation AND held.database = wanted.database "
          "JOIN pg_locks own ON own.locktype = 'transactionid' AND own.pid IS NULL "
          "AND own.virtualtransaction = held.virtualtransaction "
          "JOIN pg_prepared_xacts x ON x.transaction = own.transactionid "
          "WHERE wanted.pid = {0} AND NOT wanted.granted",
          pid_));
  if (result.rows() == 0) return;
  blockers_.clear();
  for (size_t row = 0; row < result.rows(); ++row) {
    LockHolder holder{.pid = static_cast<int>(result.Int64(row, 0)),
                      .application = TextOf(result, row, 1),
                      .user = TextOf(result, row, 2),
                      .client = TextOf(result, row, 3),
                      .state = TextOf(result, row, 4),
                      .query = TextOf(result, row, 5),
                      .since = TextOf(result, row, 6),
                      .prepared = TextOf(result, row, 7)};
    holder.is_hidden = holder.query == kHidden;
    if (holder.is_hidden) holder.query.clear();
    blockers_.push_back(std::move(holder));
  }
}

void Watcher::LookAtBuild(pg::Connection& session) {
  const pg::Result result = CatalogQuery(
      session,
      fmt::format("SELECT phase, blocks_done, blocks_total, tuples_done, tuples_total, lockers_done, "
                  "lockers_total, current_locker_pid FROM pg_stat_progress_create_index WHERE pid = {}",
                  pid_));
  if (result.rows() == 0 || !result.OptionalText(0, 0)) return;
  BuildProgress progress{.migration = *migration_, .phase = TextOf(result, 0, 0)};
  // Each phase counts one of them.
  for (const size_t column : {1U, 3U, 5U}) {
    if (result.Int64(0, column + 1) == 0) continue;
    progress.done = result.Int64(0, column);
    progress.total = result.Int64(0, column + 1);
  }
  progress.waits_for_pid = static_cast<int>(result.Int64(0, 7));
  std::string seen =
      fmt::format("{} {} {} {}", progress.phase, progress.done, progress.total, progress.waits_for_pid);
  if (seen == last_progress_) return;
  last_progress_ = std::move(seen);
  observer_(progress);
}

// Through the second session the request is as encrypted as the connection is; before libpq 17 its own is
// not.
void Watcher::Cancel() noexcept {
  try {
    if (pg::Connection* session = Session(); session != nullptr && session->CancelBackend(pid_)) return;
  } catch (const std::exception&) {
  }
  watched_.Cancel();
}

}  // namespace lockstep::migrate
