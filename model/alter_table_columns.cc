// SPDX-License-Identifier: Apache-2.0
// ALTER TABLE's sub-commands on columns, and those that rewrite the table.
#include <array>

#include "model/alter_table_locks.h"
#include "model/alter_table_run.h"
#include "model/columns.h"
#include "model/dependencies.h"
#include "model/foreign_keys.h"
#include "model/inheritance.h"
#include "model/not_null.h"
#include "model/partition_indexes.h"

namespace lockstep::model {

void AlterTableRun::AddOneColumn(const ::AlterTableCmd& command, RelationId target) {
  const auto& definition = *sql::As<::ColumnDef>(command.def);
  Operation& operation = Begin(OperationKind::kAddColumn, target, &definition, definition.location);
  const size_t index = execution_.record().operations.size() - 1;
  const Relation* relation = execution_.Get(target);
  if (const ColumnId existing = catalog().FindColumn(*relation, sql::Text(definition.colname))) {
    operation.column = existing;
    operation.does_nothing = true;
    // A child's column of that name is merged with the parent's; on the table itself it has to be allowed.
    if (!command.missing_ok && target == table_) {
      execution_.Fail("42701", "column \"" + std::string(definition.colname) + "\" of relation \"" +
                                   std::string(relation->name) + "\" already exists");
    }
    return;
  }
  if (!relation->IsTable() && relation->kind != RelationKind::kCompositeType) return RefuseKind(*relation);
  if (target == table_ && relation->is_partition) {
    return execution_.Fail("42809", "cannot add column to a partition");
  }
  if (!Descends() && relation->IsPartitioned() && !relation->children.empty()) {
    return execution_.Fail("42P16", "column must be added to child tables too");
  }
  // Values for the rows that are there, where they are not all NULL.
  if (HasDefault(definition) && HoldsRows(target)) return;
  std::pmr::vector<PendingWork> pending(execution_.scratch());
  const ColumnId column = AddColumn(execution_, target, definition, pending);
  execution_.record().operations[index].column = column;
  if (target != table_) catalog().Change(column).is_local = false;
  if (execution_.Get(column)->not_null) AddNotNull(column, definition);
  AppendPending(pending, index);
}

// Of a new column. What is below the table has it from there, by that name.
void AlterTableRun::AddNotNull(ColumnId column, const ::ColumnDef& definition) {
  const RelationId target = execution_.Get(column)->relation;
  const ConstraintObject* parents =
      execution_.Get(target == table_ ? ConstraintId{} : AddedToParentOf(target));
  NotNullDefinition not_null = NotNullIn(definition);
  if (parents != nullptr) not_null.name = parents->name;
  not_null.is_from_parent = parents != nullptr;
  if (const ConstraintId id = MakeNotNull(execution_, column, not_null)) added_[target] = id;
}

// Since 18 its constraint goes, and with it those that children have from there alone.
// ADD COLUMN, to what has its columns from elsewhere. PostgreSQL 15 says it in other words
// (ATSimplePermissions()).
void AlterTableRun::RefuseKind(const Relation& relation) {
  const std::string name = "\"" + std::string(relation.name) + "\"";
  execution_.Fail("42809", execution_.pg_version() < 15
                               ? name + " is not a table, composite type, or foreign table"
                               : "ALTER action ADD COLUMN cannot be performed on relation " + name);
}

// ATExecDropNotNull()
bool AlterTableRun::RefusesNull(ColumnId id, RelationId target) {
  const Column* column = execution_.Get(id);
  if (column == nullptr || target != table_) return false;
  const Relation& relation = *execution_.Get(target);
  if (column->is_identity) {
    execution_.Fail("42601", "column \"" + std::string(column->name) + "\" of relation \"" +
                                 std::string(relation.name) + "\" is an identity column");
    return true;
  }
  for (const ConstraintId key : relation.constraints) {
    const ConstraintObject& constraint = *execution_.Get(key);
    const bool holds =
        constraint.kind == ConstraintKind::kPrimaryKey &&
        std::find(constraint.columns.begin(), constraint.columns.end(), id) != constraint.columns.end();
    if (!holds) continue;
    execution_.Fail("42P16", "column \"" + std::string(column->name) + "\" is in a primary key");
    return true;
  }
  const Column* parents =
      relation.is_partition && column->not_null
          ? execution_.Get(catalog().FindColumn(*execution_.Get(relation.parents.front()), column->name))
          : nullptr;
  if (parents == nullptr || !parents->not_null) return false;
  execution_.Fail("42P16", "column \"" + std::string(column->name) + "\" is marked NOT NULL in parent table");
  return true;
}

void AlterTableRun::DropNotNull(const ::AlterTableCmd& command, RelationId target) {
  Begin(OperationKind::kAlterColumn, target, &command, -1);
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  execution_.record().operations.back().column = column;
  if (RefusesNull(column, target)) return;
  const ConstraintId constraint = NotNullOf(execution_, column);
  if (!constraint) return AlterSetting(execution_, target, command, Descends());
  const bool stays = target != table_ && UpdateInherited(execution_, constraint);
  if (!stays) RemoveConstraint(execution_, constraint);
}

void AlterTableRun::DropOneColumn(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kDropColumn, target, &command, -1);
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  if (!column) {
    operation.does_nothing = true;
    if (!command.missing_ok && target == table_) {
      execution_.Fail("42703", "column \"" + std::string(sql::Text(command.name)) + "\" of relation \"" +
                                   std::string(execution_.Get(target)->name) + "\" does not exist");
    }
    return;
  }
  operation.column = column;
  // Of a child, only what it has from nowhere else goes with the parent's.
  if (target != table_ && (execution_.Get(column)->is_local || IsInherited(execution_, column))) {
    operation.does_nothing = true;
    return;
  }
  if (!Descends() && execution_.Get(target)->IsPartitioned() && !execution_.Get(target)->children.empty()) {
    return execution_.Fail("42P16",
                           "cannot drop column from only the partitioned table when partitions exist");
  }
  if (RefusesToDrop(execution_, column, target == table_)) return;
  if (!Descends()) KeepInChildren(execution_, column);
  DropObjects(execution_, std::array<ObjectId, 1>{column}, command.behavior);
}

void AlterTableRun::SetNotNull(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kSetNotNull, target, &command, -1);
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  operation.column = column;
  if (!column) {
    operation.does_nothing = true;
    return;
  }
  const bool was_not_null = execution_.Get(column)->not_null;
  const bool proven = IsProvenNotNull(execution_, column);
  const ConstraintObject* parents =
      execution_.Get(target == table_ ? ConstraintId{} : AddedToParentOf(target));
  const ConstraintId id = MakeNotNull(execution_, column,
                                      {.name = parents == nullptr ? "" : parents->name,
                                       .is_no_inherit = !Descends(),
                                       .is_from_parent = parents != nullptr});
  if (id) added_[target] = id;
  if (was_not_null) {
    execution_.record().operations.back().does_nothing = true;
    return;
  }
  if (proven || execution_.Get(target)->IsPartitioned()) return;
  pending_.push_back(
      {.table = target,
       .work = {.kind = WorkKind::kScan,
                .table = target,
                .cause = Cause::kNotNull,
                .subject = sql::Text(command.name),
                .operation = static_cast<uint32_t>(execution_.record().operations.size() - 1)}});
}

void AlterTableRun::ChangeType(const ::AlterTableCmd& command, RelationId target) {
  const auto& definition = *sql::As<::ColumnDef>(command.def);
  Operation& operation = Begin(OperationKind::kAlterColumnType, target, &definition, definition.location);
  const size_t index = execution_.record().operations.size() - 1;
  const ColumnId column = execution_.ResolveColumn(target, sql::Text(command.name));
  operation.column = column;
  if (!column) return;
  if (target == table_ && IsInherited(execution_, column)) {
    return execution_.Fail(
        "42P16", "cannot alter inherited column \"" + std::string(execution_.Get(column)->name) + "\"");
  }
  if (HoldsRows(target)) return;
  std::pmr::vector<PendingWork> pending(execution_.scratch());
  AlterColumnType(execution_, target, column, definition, pending);
  AppendPending(pending, index);
}

// SET LOGGED, TABLESPACE, ACCESS METHOD: the table is copied where the setting is another than it has.
// What stands on the column of a partitioned table is dropped and defined again: its parts are new ones.
void AlterTableRun::RedefineParts(const ::AlterTableCmd& command) {
  const ColumnId column = catalog().FindColumn(*execution_.Get(table_), sql::Text(command.name));
  for (const RelationId index : IndexesUsing(catalog(), column)) RemakeParts(execution_, index);
  for (const ConstraintId key : ConstraintsUsing(catalog(), column, catalog().Now()))
    RemakeParts(execution_, key);
}

void AlterTableRun::RewriteFor(const ::AlterTableCmd& command, RelationId target) {
  Begin(OperationKind::kRewriteTable, target, &command, -1);
  const Relation* relation = execution_.Get(target);
  if (!relation->HasStorage() || relation->kind == RelationKind::kSequence) return;
  if (relation->IsIndex()) {
    if (command.subtype == AT_SetTableSpace)
      catalog().Edit(target, &Relation::administration).tablespace = sql::Text(command.name);
    return;
  }
  bool rewrites = true;
  bool builds_indexes = true;
  if (command.subtype == AT_SetLogged || command.subtype == AT_SetUnLogged) {
    const bool unlogged = command.subtype == AT_SetUnLogged;
    rewrites = relation->is_unlogged != unlogged || !relation->is_complete;
    catalog().Change(target).is_unlogged = unlogged;
    if (execution_.pg_version() >= kUnloggedSequences) {
      for (const RelationId sequence : relation->owned_sequences)
        catalog().Change(sequence).is_unlogged = unlogged;
    }
  } else if (command.subtype == AT_SetAccessMethod) {
    // Only heap ships with PostgreSQL; DEFAULT and heap are what a table has.
    rewrites = !sql::Text(command.name).empty() && sql::Text(command.name) != "heap";
  } else {
    rewrites = relation->administration->tablespace != sql::Text(command.name);
    catalog().Edit(target, &Relation::administration).tablespace = sql::Text(command.name);
    builds_indexes = false;  // the table's file is copied; its indexes stay where they are
  }
  if (!rewrites || HoldsRows(target)) return;
  execution_.Rewrite(target, Cause::kSetting);
  execution_.Scan(target, Cause::kSetting);
  if (builds_indexes && !relation->indexes.empty()) execution_.BuildIndex(target, Cause::kSetting);
}

}  // namespace lockstep::model
