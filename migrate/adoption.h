// SPDX-License-Identifier: Apache-2.0
// Takes over what another tool has applied: its table, read once, becomes rows of the history.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "migrate/foreign_history.h"
#include "migrate/migration_status.h"
#include "migrate/plan.h"
#include "migrate/runner.h"
#include "pg/connection.h"
#include "sql/name.h"

namespace lockstep::migrate {

struct ForeignTable {
  ForeignTool tool = ForeignTool::kGolangMigrate;
  sql::QualifiedName name = {};

  std::string Display() const;  // "goose's public.goose_db_version"
};

// The tables of other tools in this database; with a name (its schema may be missing), that table alone.
// Throws DatabaseError.
std::vector<ForeignTable> FindForeignTables(pg::Connection& connection,
                                            const std::optional<sql::QualifiedName>& name);

// A version that goes into the history.
struct Adopted {
  source::Version version;
  std::string name;
  RowKind kind = RowKind::kAdopted;              // or kAssumed
  const source::Migration* migration = nullptr;  // null: no file
  ForeignMigration origin;                       // what the table has of it; of kAssumed only the version
};

struct AdoptionPlan {
  std::vector<Adopted> adopted = {};  // in version order; versions that the history has are left as they are
  std::vector<Conflict> warnings = {};  // what cannot be taken over, or has no file
  std::vector<Conflict> refusals = {};  // nothing is taken over when there is one
  size_t pending = 0;                   // files that neither has
};

// Pure. With `force`, what the tool has begun and not seen to end is taken as applied, and files that were
// changed after it applied them are taken as they are.
AdoptionPlan PlanAdoption(std::span<const MigrationStatus> statuses, const ForeignTable& table,
                          const ForeignHistory& history, bool force);

struct AdoptionRequest {
  std::optional<sql::QualifiedName> table = {};  // where it is not to be looked for
  bool force = false;
  bool dry_run = false;       // reads only, and without the lock
  bool keep_in_sync = false;  // golang-migrate's table from here on (mirror.h)
};

struct AdoptionReport {
  Outcome outcome = Outcome::kDone;  // kConflict: refused
  ForeignTable table = {};
  AdoptionPlan plan = {};
  bool begins_sync = false;
  std::optional<LockHolder> holder = {};  // kLockTimeout
};

// Under the advisory lock, in one transaction; each version in the log. The other tool's table is only read,
// unless it is to be kept in sync: then it says what the history says from here on. Throws UsageError where
// no table is found, or several; DatabaseError.
AdoptionReport Adopt(pg::Connection& connection, const RunnerOptions& options, const Observer& observer,
                     std::span<const source::Migration> migrations, const AdoptionRequest& request);

struct EndSyncReport {
  Outcome outcome = Outcome::kDone;              // or kNothingToDo, kLockTimeout, kInterrupted
  std::optional<sql::QualifiedName> table = {};  // which stays as it is
  std::optional<LockHolder> holder = {};
};

// golang-migrate's table is not kept in sync any more.
EndSyncReport EndSync(pg::Connection& connection, const RunnerOptions& options, const Observer& observer);

}  // namespace lockstep::migrate
