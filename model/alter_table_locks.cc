// SPDX-License-Identifier: Apache-2.0
#include "model/alter_table_locks.h"

#include <algorithm>
#include <array>

#include "model/columns.h"
#include "model/expression.h"
#include "model/indexes.h"
#include "model/inheritance.h"
#include "model/removal.h"

namespace lockstep::model {

namespace {

// The triggers of a partition's foreign key are copies of its parent's since.
constexpr int kKeyTriggersAreCopies = 15;

// Options whose lock level in PostgreSQL's reloptions.c is SHARE UPDATE EXCLUSIVE; those that start with
// "autovacuum_" are so too, also with the prefix "toast.". All others, and options of views and indexes that
// are not listed, take ACCESS EXCLUSIVE.
constexpr std::array<std::string_view, 10> kMildOptions = {
    "deduplicate_items",
    "fillfactor",
    "log_autovacuum_min_duration",
    "n_distinct",
    "n_distinct_inherited",
    "parallel_workers",
    "toast_tuple_target",
    "vacuum_index_cleanup",
    "vacuum_truncate",
    "vacuum_max_eager_freeze_failure_rate",
};

bool IsMild(std::string_view option) {
  return option.starts_with("autovacuum_") ||
         std::find(kMildOptions.begin(), kMildOptions.end(), option) != kMildOptions.end();
}

LockMode OptionsLockMode(const ::Node* definition) {
  for (const auto* option : sql::Elements<::DefElem>(reinterpret_cast<const ::List*>(definition))) {
    if (option != nullptr && !IsMild(sql::Text(option->defname))) return LockMode::kAccessExclusive;
  }
  return LockMode::kShareUpdateExclusive;
}

LockMode ConstraintLockMode(const ::Constraint* constraint) {
  if (constraint != nullptr && constraint->contype == CONSTR_FOREIGN) return LockMode::kShareRowExclusive;
  return LockMode::kAccessExclusive;
}

LockMode DetachLockMode(const ::PartitionCmd* command) {
  return command != nullptr && command->concurrent ? LockMode::kShareUpdateExclusive
                                                   : LockMode::kAccessExclusive;
}

}  // namespace

LockMode AlterTableLockMode(const ::AlterTableCmd& command) {
  switch (command.subtype) {
    case AT_AddConstraint:
      return ConstraintLockMode(sql::As<::Constraint>(command.def));
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
      return LockMode::kShareRowExclusive;
    case AT_SetStatistics:
    case AT_ClusterOn:
    case AT_DropCluster:
    case AT_SetOptions:
    case AT_ResetOptions:
    case AT_ValidateConstraint:
    case AT_AttachPartition:
    case AT_DetachPartitionFinalize:
      return LockMode::kShareUpdateExclusive;
    case AT_SetRelOptions:
    case AT_ResetRelOptions:
      return OptionsLockMode(command.def);
    case AT_DetachPartition:
      return DetachLockMode(sql::As<::PartitionCmd>(command.def));
    default:
      return LockMode::kAccessExclusive;
  }
}

namespace {

void ChangeColumn(Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  const ColumnId id = execution.ResolveColumn(table, sql::Text(command.name));
  if (!id) return;
  if (command.subtype == AT_ColumnDefault) {
    execution.catalog().SetUses(id, FactsOf(execution, command.def).uses);
  }
  Column& column = execution.catalog().Change(id);
  switch (command.subtype) {
    case AT_ColumnDefault:
      column.has_default = command.def != nullptr && !IsNullConstant(command.def);
      column.has_literal_default = IsLiteralOf(execution, column.type, command.def);
      break;
    case AT_DropNotNull:
      column.not_null = false;
      break;
    case AT_AddIdentity:
      column.is_identity = true;
      break;
    case AT_DropIdentity:
      column.is_identity = false;
      break;
    case AT_DropExpression:
      column.generated = Generated::kNo;
      column.generated_from = {};
      break;
    default:
      break;
  }
}

// ATExecAddIdentity() makes a sequence, ATExecDropIdentity() drops it.
void ChangeIdentity(Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  const ColumnId id = execution.ResolveColumn(table, sql::Text(command.name));
  if (!id) return;
  ChangeColumn(execution, table, command);
  if (execution.Get(table)->is_partition && execution.pg_version() >= kPartitionsShareIdentity) return;
  if (command.subtype == AT_AddIdentity) {
    AddOwnedSequence(execution, table, id);
    return;
  }
  const IdList<RelationId> sequences = execution.Get(table)->owned_sequences;
  for (const RelationId sequence : sequences) {
    const Relation& own = *execution.Get(sequence);
    if (own.owned_by_column != id || !own.is_of_identity) continue;
    execution.Lock(sequence, LockMode::kAccessExclusive);
    RemoveObject(execution, sequence);
  }
}

// ATExecAddInherit(), ATExecDropInherit().
void ChangeInheritance(Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  const auto* name = sql::As<::RangeVar>(command.def);
  if (name == nullptr) return;
  const RelationId parent = execution.ResolveRelation(*name);
  if (command.subtype == AT_AddInherit) {
    execution.Lock(parent, LockMode::kShareUpdateExclusive);
    if (execution.Get(parent)->IsPartitioned()) {
      return execution.Fail("42809", "cannot inherit from partitioned table \"" +
                                         std::string(execution.Get(parent)->name) + "\"");
    }
    const auto tree = WithDescendants(execution.catalog(), table);
    const auto& parents = execution.Get(table)->parents;
    const bool is_circular = std::find(tree.begin(), tree.end(), parent) != tree.end();
    if (is_circular || std::find(parents.begin(), parents.end(), parent) != parents.end()) {
      return execution.Fail("42P07", is_circular ? "circular inheritance not allowed"
                                                 : "relation would be inherited from more than once");
    }
    return BecomeChild(execution, table, parent);
  }
  execution.Lock(parent, LockMode::kAccessShare);
  LeaveParent(execution, table, parent);
}

// SET STORAGE and SET COMPRESSION of a column are copied to the indexes on it (SetIndexStorageProperties()).
void LockIndexes(Execution& execution, RelationId table) {
  for (const RelationId index : execution.Get(table)->indexes)
    execution.Lock(index, LockMode::kAccessExclusive);
}

bool IsForAllTriggers(AlterTableType type) {
  return type == AT_EnableTrigAll || type == AT_DisableTrigAll || type == AT_EnableTrigUser ||
         type == AT_DisableTrigUser;
}

// EnableDisableTrigger(): what a partitioned table's triggers are copied to goes along. Foreign keys are
// triggers to ALL.
void LockTriggerCopies(Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  const Relation& relation = *execution.Get(table);
  if (!relation.IsPartitioned()) return;
  const bool all = IsForAllTriggers(command.subtype);
  const bool is_copied =
      std::any_of(relation.attachments.begin(), relation.attachments.end(), [&](AttachmentId id) {
        const Attachment& trigger = *execution.Get(id);
        return trigger.is_row_trigger && (all || trigger.name == sql::Text(command.name));
      });
  const bool internal_too = command.subtype == AT_EnableTrigAll || command.subtype == AT_DisableTrigAll;
  const bool has_keys =
      internal_too && execution.pg_version() >= kKeyTriggersAreCopies &&
      (!relation.referenced_by.empty() ||
       std::any_of(relation.constraints.begin(), relation.constraints.end(),
                   [&](ConstraintId id) { return execution.Get(id)->kind == ConstraintKind::kForeignKey; }));
  if (!is_copied && !has_keys) return;
  execution.LockTree(table, LockMode::kShareRowExclusive);
}

// ATExecReplicaIdentity().
void SetReplicaIdentity(Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  const auto* identity = sql::As<::ReplicaIdentityStmt>(command.def);
  if (identity == nullptr) return;
  const RelationId index =
      execution.catalog().FindRelation(execution.Get(table)->schema, sql::Text(identity->name));
  Relation& changed = execution.catalog().Change(table);
  changed.replica_identity_index = {};
  switch (identity->identity_type) {
    case REPLICA_IDENTITY_INDEX:
      changed.replica_identity = ReplicaIdentity::kIndex;
      changed.replica_identity_index = index;
      return;
    case REPLICA_IDENTITY_FULL:
      changed.replica_identity = ReplicaIdentity::kFull;
      return;
    case REPLICA_IDENTITY_NOTHING:
      changed.replica_identity = ReplicaIdentity::kNothing;
      return;
    default:
      changed.replica_identity = ReplicaIdentity::kPrimaryKey;
      return;
  }
}

void ChangeOwner(Execution& execution, RelationId table, const ::AlterTableCmd& command) {
  const auto* role = command.newowner;
  execution.catalog().Edit(table, &Relation::administration).owner =
      role != nullptr && role->roletype == ROLESPEC_CSTRING ? sql::Text(role->rolename) : std::string_view();
}

}  // namespace

void AlterSetting(Execution& execution, RelationId table, const ::AlterTableCmd& command, bool descends) {
  switch (command.subtype) {
    case AT_ColumnDefault:
    case AT_DropNotNull:
    case AT_DropExpression:
      return ChangeColumn(execution, table, command);
    case AT_AddIdentity:
    case AT_DropIdentity:
      return ChangeIdentity(execution, table, command);
    case AT_ChangeOwner:
      return ChangeOwner(execution, table, command);
    case AT_ClusterOn:
      return MarkClustered(execution, table, sql::Text(command.name));
    case AT_DropCluster:
      return MarkClustered(execution, table, {});
    case AT_EnableTrig:
    case AT_EnableAlwaysTrig:
    case AT_EnableReplicaTrig:
    case AT_EnableTrigAll:
    case AT_EnableTrigUser:
    case AT_DisableTrig:
    case AT_DisableTrigAll:
    case AT_DisableTrigUser:
      if (descends) LockTriggerCopies(execution, table, command);
      return;
    case AT_ReplicaIdentity:
      return SetReplicaIdentity(execution, table, command);
    case AT_AddInherit:
    case AT_DropInherit:
      return ChangeInheritance(execution, table, command);
    case AT_SetCompression:
    case AT_SetStorage:
      return LockIndexes(execution, table);
    default:
      return;
  }
}

}  // namespace lockstep::model
