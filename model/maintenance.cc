// SPDX-License-Identifier: Apache-2.0
// LOCK TABLE (lockcmds.c), VACUUM and ANALYZE (vacuum.c), CLUSTER (cluster.c).
#include <algorithm>
#include <set>

#include "model/indexes.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// CLUSTER of a partitioned table since.
constexpr int kClustersPartitions = 15;

// VACUUM and ANALYZE of an inheritance parent go on to its children since, unless ONLY is said.
constexpr int kVacuumsChildren = 18;

// The SQL standard's numbers of PostgreSQL's storage/lockdefs.h are those of LockMode.
LockMode ModeOf(const ::LockStmt& statement) { return static_cast<LockMode>(statement.mode); }

// LockTableRecurse(), LockViewRecurse(): partitions and children, and what views read.
void LockWithDependants(Execution& execution, RelationId root, bool with_descendants, LockMode mode) {
  std::vector<RelationId> pending = {root};
  std::set<RelationId> seen;
  while (!pending.empty()) {
    const RelationId id = pending.back();
    pending.pop_back();
    if (execution.Get(id) == nullptr || !seen.insert(id).second) continue;
    execution.Lock(id, mode);
    const Relation& relation = *execution.Get(id);
    if (relation.kind == RelationKind::kView) {
      pending.insert(pending.end(), relation.view->reads.begin(), relation.view->reads.end());
    } else if (with_descendants || id != root) {
      pending.insert(pending.end(), relation.children.begin(), relation.children.end());
    }
  }
}

bool HasStorage(const Relation& relation) {
  return relation.kind == RelationKind::kTable || relation.kind == RelationKind::kMaterializedView ||
         relation.kind == RelationKind::kUnknown;
}

void LockIndexes(Execution& execution, const Relation& table, LockMode mode) {
  for (const RelationId index : table.indexes) execution.Lock(index, mode);
}

// VACUUM FULL, CLUSTER: cluster_rel().
void RewriteInOrder(Execution& execution, RelationId id) {
  const Relation& table = *execution.Get(id);
  execution.Lock(id, LockMode::kAccessExclusive);
  LockIndexes(execution, table, LockMode::kAccessExclusive);
  if (!HasStorage(table)) return;
  execution.Rewrite(id, Cause::kSetting);
  execution.Scan(id, Cause::kSetting);
  if (!table.indexes.empty()) execution.BuildIndex(id, Cause::kSetting);
}

void VacuumOne(Execution& execution, RelationId id, const ::VacuumStmt& statement) {
  if (statement.is_vacuumcmd && sql::OptionIsOn(statement.options, "full"))
    return RewriteInOrder(execution, id);
  const Relation& table = *execution.Get(id);
  execution.Lock(id, LockMode::kShareUpdateExclusive);
  if (!HasStorage(table)) return;
  LockIndexes(execution, table, statement.is_vacuumcmd ? LockMode::kRowExclusive : LockMode::kAccessShare);
  // ANALYZE samples, and reads a small table wholly.
  execution.Scan(id, Cause::kMaintenance);
}

bool Analyzes(const ::VacuumStmt& statement) {
  return !statement.is_vacuumcmd || sql::OptionIsOn(statement.options, "analyze");
}

// Every table there is: those without a name in VACUUM, CLUSTER.
std::vector<RelationId> AllRelations(const Execution& execution) {
  std::vector<RelationId> result;
  for (const SchemaId schema : execution.catalog().Schemas()) {
    const auto members = execution.catalog().MembersOf<Relation>(schema);
    result.insert(result.end(), members.begin(), members.end());
  }
  return result;
}

void VacuumAll(Execution& execution, const ::VacuumStmt& statement) {
  for (const RelationId id : AllRelations(execution)) {
    const Relation& relation = *execution.Get(id);
    const bool is_analyzed = relation.IsPartitioned() && !statement.is_vacuumcmd;
    if (HasStorage(relation) || is_analyzed) VacuumOne(execution, id, statement);
  }
}

bool IsClustered(const Execution& execution, const Relation& table) {
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [&](RelationId index) { return execution.Get(index)->index->is_clustered; });
}

bool HasIndex(const Execution& execution, const Relation& table, std::string_view name) {
  return std::any_of(table.indexes.begin(), table.indexes.end(),
                     [&](RelationId index) { return execution.Get(index)->name == name; });
}

void ClusterAll(Execution& execution) {
  for (const RelationId id : AllRelations(execution)) {
    if (IsClustered(execution, *execution.Get(id))) RewriteInOrder(execution, id);
  }
}

}  // namespace

void LockTable(Execution& execution, const ::LockStmt& statement) {
  for (const auto* name : sql::Elements<::RangeVar>(statement.relations)) {
    if (name == nullptr) continue;
    const RelationId id = execution.ResolveRelation(*name, RelationKind::kTable);
    execution.Do(OperationKind::kLockTable, id, &statement, name->location);
    const Relation& relation = *execution.Get(id);
    if (!relation.IsTable() && relation.kind != RelationKind::kView) {
      return execution.Fail(
          "42809", "cannot lock relation \"" + std::string(relation.name) + "\": it is no table or view");
    }
    LockWithDependants(execution, id, name->inh, ModeOf(statement));
  }
}

void Vacuum(Execution& execution, const ::VacuumStmt& statement) {
  if (statement.rels == nullptr) {
    execution.Do(OperationKind::kMaintain, {}, &statement);
    return VacuumAll(execution, statement);
  }
  for (const auto* target : sql::Elements<::VacuumRelation>(statement.rels)) {
    if (target == nullptr || target->relation == nullptr) continue;
    const RelationId id = execution.ResolveRelation(*target->relation);
    execution.Do(OperationKind::kMaintain, id, &statement, target->relation->location);
    for (const RelationId table : WithDescendants(execution.catalog(), id)) {
      const bool goes_on = target->relation->inh &&
                           (execution.Get(table)->is_partition || execution.pg_version() >= kVacuumsChildren);
      if (table == id || goes_on) {
        VacuumOne(execution, table, statement);
      } else if (Analyzes(statement) && HasStorage(*execution.Get(table))) {
        execution.Scan(table, Cause::kMaintenance);  // for the statistics of the whole tree
      }
    }
  }
}

void Cluster(Execution& execution, const ::ClusterStmt& statement) {
  if (statement.relation == nullptr) {
    execution.Do(OperationKind::kRewriteTable, {}, &statement);
    return ClusterAll(execution);
  }
  const RelationId id = execution.ResolveRelation(*statement.relation);
  execution.Do(OperationKind::kRewriteTable, id, &statement, statement.relation->location);
  const Relation& table = *execution.Get(id);
  if (statement.indexname == nullptr && table.is_complete && !IsClustered(execution, table)) {
    execution.Lock(id, LockMode::kAccessExclusive);
    return execution.Fail(
        "42704", "there is no previously clustered index for table \"" + std::string(table.name) + "\"");
  }
  if (statement.indexname != nullptr) {
    execution.Lock(id, LockMode::kAccessExclusive);
    if (table.is_complete && !HasIndex(execution, table, statement.indexname)) {
      return execution.Fail("42704", "index \"" + std::string(statement.indexname) + "\" for table \"" +
                                         std::string(table.name) + "\" does not exist");
    }
    MarkClustered(execution, id, statement.indexname);
  }
  if (!table.IsPartitioned()) return RewriteInOrder(execution, id);
  execution.Lock(id, LockMode::kAccessExclusive);
  if (execution.pg_version() < kClustersPartitions) {
    return execution.Fail("0A000", "cannot cluster a partitioned table");
  }
  execution.record().transactionality = Transactionality::kRefused;
  for (const RelationId partition : WithDescendants(execution.catalog(), id)) {
    // get_tables_to_cluster_partitioned() takes what has an index with a file.
    if (!execution.Get(partition)->IsPartitioned()) RewriteInOrder(execution, partition);
  }
}

}  // namespace lockstep::model
