// SPDX-License-Identifier: Apache-2.0
// Carries migrations out on one connection.
//
// State of one migration; each arrow is one function:
//
//     pending --StepRunner::RunTransaction--> applied
//
// where all its statements may share a transaction: they and the history row commit together, and a failure
// leaves it pending. Otherwise it has several steps, each written down as it is done:
//
//     pending, partial (n of m) --RunTransaction--> partial (n + 1 of m), or applied with the last one
//     pending, partial (n of m) --RecordIntent----> running: in doubt
//     running --RunStatement, RecordStep----------> partial (n + 1 of m), or applied
//     running --Settle, SettleFailure-------------> partial (n of m), or pending    it failed, and we saw it
//     fail running --SettleDoubts----------------------> one of the two above            in the next run,
//     when this one died
//
// Down goes the same ways from applied to pending.
// Invariants: one runner at a time (AdvisoryLock, fenced in each transaction); nothing runs before every file
// of the plan is parsed and found runnable; a history row says "applied" only where the whole file took
// effect, and "n of m" only where the first n did.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "migrate/advisory_lock.h"
#include "migrate/approval.h"
#include "migrate/listing.h"
#include "migrate/mirror.h"
#include "migrate/observer.h"
#include "migrate/plan.h"
#include "migrate/watcher.h"
#include "pg/connection.h"

namespace lockstep::migrate {

struct RunnerOptions {
  std::string history_table = "public.lockstep_history";
  Milliseconds lock_wait{60'000};         // for the advisory lock, without progress by its holder
  Milliseconds table_lock_budget{5'000};  // for each lock on a table, per attempt
  size_t retries = 10;                    // after a table lock could not be had, or a deadlock
  Milliseconds statement_timeout{0};      // 0: none, whatever the role's default is
  Milliseconds concurrently_timeout{0};   // for what builds or drops an index CONCURRENTLY; 0: none
  std::string role = {};                  // SET ROLE; empty: none
  UpPolicy policy = {};                   // what counts as a conflict on the way up
  bool deny_down = false;                 // nothing is reverted
  bool log_sql = false;                   // the log keeps the texts of statements
  // Called once before anything is locked or written, and not where there is nothing to do: throws
  // DatabaseError when the session is not one that can be written through (a standby, a transaction pooler).
  std::function<void(pg::Connection& connection)> before_writing = {};
  std::string session_setup =
      {};                // one statement that sets up the session, after RESET ALL again; empty: none
  Connect connect = {};  // another connection to the same server and database; empty: nobody watches, and
                         // after a lost connection nobody looks what became of the migration
  const pg::Interrupt* interrupt = nullptr;  // also the connection's
};

enum class Outcome : uint8_t {
  kDone,
  kNothingToDo,
  kConflict,     // files and history contradict each other, or it is in doubt whether a statement was carried
                 // out
  kUnrunnable,   // a file that cannot be run safely
  kFailed,       // a migration failed
  kLockTimeout,  // the advisory lock, or a table's after all retries, could not be had
  kConnectionLost,  // while a migration was under way; RunReport::lost says what became of it
  kInterrupted,
  kDenied,    // RunnerOptions::deny_down
  kRejected,  // who asked for the run has looked at its plan, and does not want it
};

// A place in a file that keeps it from being run.
struct Obstacle {
  const source::Migration* migration;
  const sql::SourceFile* file;
  sql::Span span;
  std::string message;
};

// What became of the migration during which the connection was lost, found out on another one.
struct LostMigration {
  std::string message;       // how the connection was lost
  std::string version;       // as in the history
  std::string label;         // for messages
  bool is_known = false;     // no other connection could be had, say; what follows means nothing then
  bool is_finished = false;  // applied (reverted, on the way down) all the same
  MigrationState state = MigrationState::kPending;
  Progress progress = {};  // kPartial
};

struct RunReport {
  Outcome outcome = Outcome::kDone;
  Direction direction = Direction::kUp;  // of redo: as far as it came
  size_t finished = 0;                   // migrations
  size_t remaining = 0;
  Milliseconds duration{0};
  std::vector<Conflict> conflicts = {};
  std::vector<Conflict> warnings = {};
  std::vector<Obstacle> obstacles = {};
  std::optional<LockHolder> holder = {};   // kLockTimeout on the advisory lock
  std::optional<LostMigration> lost = {};  // kConnectionLost
};

struct UpTarget {
  std::optional<size_t> limit = {};
  std::optional<source::Version> to = {};
  std::optional<ApprovedPlan> approved = {};  // anything else is a conflict
};

// What is to be run for the target, of which `finished` migrations are carried out already.
Plan PlanUp(std::span<const MigrationStatus> statuses, const UpTarget& target, size_t finished,
            const UpPolicy& policy);

// Whether all files of the plan can be run safely. Empty: they can. The same check that a run begins with.
std::vector<Obstacle> FindObstacles(const Plan& plan);

// What keeps other runners and long waits away while migrations run.
struct Guards {
  AdvisoryLock& lock;
  Watcher& watcher;
  const Mirror* mirror = nullptr;  // null: none is kept
};

class Runner {
 public:
  // The connection is used by nobody else meanwhile.
  Runner(pg::Connection& connection, RunnerOptions options, Observer observer);

  int server_version() const { return connection_.server_version(); }

  // What files and history say; reads only.
  std::vector<MigrationStatus> Status(std::span<const source::Migration> migrations);

  // Whether golang-migrate's table, where it is kept in sync, says something else than the history.
  std::optional<Conflict> FindDifference();

  // Who holds the lock under which migrations run, if that can be seen: not on a standby.
  std::optional<LockHolder> FindOtherRun();

  // What carrying out the plan would send; sends only what looks.
  std::vector<Listing> List(const Plan& plan, std::span<const MigrationStatus> statuses);

  // With nothing pending, one query: no lock, nothing written. Throws DatabaseError when the connection is
  // lost or the history cannot be read or written.
  RunReport Up(std::span<const source::Migration> migrations, const UpTarget& target);
  RunReport Down(std::span<const source::Migration> migrations, size_t count);
  // Up or down to the version, which the migrations have; nothing: down to the empty database.
  RunReport Goto(std::span<const source::Migration> migrations, const std::optional<source::Version>& target);
  // Down with the newest and up with it again; nothing is reverted that could not be applied again.
  RunReport Redo(std::span<const source::Migration> migrations);

 private:
  // `finished`: how many this run has carried out already.
  using Planner = std::function<Plan(std::span<const MigrationStatus>, size_t finished)>;

  RunReport Run(std::span<const source::Migration> migrations, const Planner& planner);
  void FindOut(LostMigration& lost, std::span<const source::Migration> migrations);
  Outcome TryRun(std::span<const source::Migration> migrations, const Planner& planner, RunReport& report);
  Outcome RunLocked(std::span<const source::Migration> migrations, const Planner& planner,
                    const Guards& guards, RunReport& report);
  std::optional<Outcome> WhyNotRun(const Plan& plan, RunReport& report) const;
  Outcome NoLock(AdvisoryLock& lock, RunReport& report);
  bool IsInterrupted() const;

  pg::Connection& connection_;
  RunnerOptions options_;
  Observer observer_;
  History history_;

  struct UnderWay {
    const source::Migration* migration;
    Direction direction;
  };
  std::optional<UnderWay> under_way_;
};

}  // namespace lockstep::migrate
