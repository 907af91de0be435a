// SPDX-License-Identifier: Apache-2.0
// ALTER TABLE's sub-commands on constraints.
#include <algorithm>
#include <array>

#include "model/alter_table_run.h"
#include "model/dependencies.h"
#include "model/foreign_keys.h"
#include "model/inheritance.h"
#include "model/partition_indexes.h"

namespace lockstep::model {

void AlterTableRun::CarryConstraint(const Command& command, RelationId target) {
  const ::Constraint node = WithAttributes(command.siblings, *command.constraint);
  const bool is_below = target != table_;
  Operation& operation = Begin(OperationKind::kAddConstraint, target, command.constraint, node.location);
  const size_t index = execution_.record().operations.size() - 1;
  ColumnId column;
  if (!command.column.empty()) {
    column = execution_.ResolveColumn(target, command.column);
    operation.column = column;
  }
  if (!is_below && RefusesName(node, target)) return;
  std::pmr::vector<PendingWork> pending(execution_.scratch());
  const ConstraintId parents = is_below ? AddedToParentOf(target) : ConstraintId{};
  if (is_below && Adopts(target, parents, pending)) return AppendPending(pending, index);
  const bool has_rows = execution_.Get(target)->HasStorage();
  const ConstraintId id = AddConstraint(execution_, target,
                                        {.node = node,
                                         .column = column,
                                         .rows = has_rows ? ExistingRows::kMayExist : ExistingRows::kNone,
                                         .is_only = !Descends(),
                                         .parent = parents},
                                        pending);
  execution_.record().operations[index].constraint = id;
  if (id) added_[target] = id;
  if (id && execution_.Get(id)->index)
    execution_.record().operations[index].index = execution_.Get(id)->index;
  const bool has_no_values = (!command.has_default && !command.column.empty()) || IsEmpty(target);
  const bool skip = node.contype == CONSTR_FOREIGN && has_no_values;
  if (!skip) AppendPending(pending, index);
}

// A table has a constraint of that name already. With one that it only has from a parent, a CHECK is merged.
bool AlterTableRun::RefusesName(const ::Constraint& constraint, RelationId table) {
  const Relation& relation = *execution_.Get(table);
  const ConstraintId id = catalog().FindConstraint(relation, sql::Text(constraint.conname));
  const ConstraintObject* existing = execution_.Get(id);
  if (existing == nullptr) return false;
  const bool is_merged = constraint.contype == CONSTR_CHECK && existing->kind == ConstraintKind::kCheck &&
                         !existing->is_local && !relation.is_partition;
  if (is_merged) return false;
  execution_.Fail("42710", "constraint \"" + std::string(existing->name) + "\" for relation \"" +
                               std::string(relation.name) + "\" already exists");
  return true;
}

ConstraintId AlterTableRun::AddedToParentOf(RelationId target) const {
  for (const RelationId parent : execution_.Get(target)->parents) {
    if (const auto found = added_.find(parent); found != added_.end()) return found->second;
  }
  return {};
}

// Whether the partition has what is added to the partitioned table above already.
bool AlterTableRun::Adopts(RelationId partition, ConstraintId parents,
                           std::pmr::vector<PendingWork>& pending) {
  const auto& above = execution_.Get(partition)->parents;
  const bool parent_does = std::any_of(above.begin(), above.end(), [&](RelationId parent) {
    return std::find(adopters_.begin(), adopters_.end(), parent) != adopters_.end();
  });
  const ConstraintObject* added = execution_.Get(parents);
  if (added == nullptr && !parent_does) return false;
  const bool adopts =
      parent_does || (added->index ? AdoptPartitionIndex(execution_, partition, added->index)
                                   : AdoptForeignKey(execution_, parents, partition, pending));
  if (adopts) adopters_.push_back(partition);
  return adopts;
}

// This file made the table, and has put nothing into it.
bool AlterTableRun::IsEmpty(RelationId table) const {
  const Relation& relation = *execution_.Get(table);
  return relation.created_in == execution_.environment().file && !relation.has_rows;
}

void AlterTableRun::DropOneConstraint(const ::AlterTableCmd& command, RelationId target) {
  if (target != table_) return DropInherited(command, target);
  Operation& operation = Begin(OperationKind::kDropConstraint, target, &command, -1);
  const Relation* relation = execution_.Get(target);
  const ConstraintId constraint = catalog().FindConstraint(*relation, sql::Text(command.name));
  operation.constraint = constraint;
  if (!constraint) {
    operation.does_nothing = relation->is_complete;
    if (!command.missing_ok && relation->is_complete) {
      execution_.Fail("42704", "constraint \"" + std::string(sql::Text(command.name)) + "\" of relation \"" +
                                   std::string(relation->name) + "\" does not exist");
    }
    return;
  }
  if (execution_.Get(constraint)->is_inherited) {
    return execution_.Fail("42P16", "cannot drop inherited constraint \"" +
                                        std::string(sql::Text(command.name)) + "\" of relation \"" +
                                        std::string(relation->name) + "\"");
  }
  execution_.Lock(execution_.Get(constraint)->referenced, mode_);  // ATExecDropConstraint() opens it
  dropped_[target] = constraint;
  const auto tree = WithDescendants(catalog(), target);
  for (const RelationId table : tree) FindDropped(table);
  DropObjects(execution_, std::array<ObjectId, 1>{constraint}, command.behavior);
  if (Descends() || execution_.failed()) return;
  // ONLY: what children had from here is their own.
  for (const auto& [table, own] : dropped_) {
    const ConstraintObject* kept = execution_.Get(own);
    if (kept == nullptr || !IsChildOf(table, target)) continue;
    catalog().Change(own).is_local = true;
    UpdateInherited(execution_, own);
  }
}

// What the table has of the constraint that its parent loses.
void AlterTableRun::FindDropped(RelationId table) {
  for (const RelationId parent : execution_.Get(table)->parents) {
    const auto found = dropped_.find(parent);
    if (found == dropped_.end()) continue;
    const ConstraintObject& parents = *execution_.Get(found->second);
    for (const ConstraintId id : execution_.Get(table)->constraints) {
      const ConstraintObject& own = *execution_.Get(id);
      const bool is_same = IsMerged(parents.kind) ? IsSame(execution_, own, parents) && own.is_inherited
                                                  : own.parent == found->second;
      if (is_same) dropped_[table] = id;
    }
  }
}

bool AlterTableRun::IsChildOf(RelationId table, RelationId parent) const {
  const auto& parents = execution_.Get(table)->parents;
  return std::find(parents.begin(), parents.end(), parent) != parents.end();
}

// A child's constraint goes with its parent's, unless the child has it from elsewhere too. The parts of a key
// or a foreign key have gone with it.
void AlterTableRun::DropInherited(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kDropConstraint, target, &command, -1);
  const auto found = dropped_.find(target);
  if (found == dropped_.end()) {
    operation.does_nothing = execution_.Get(target)->is_complete;
    return;
  }
  operation.constraint = found->second;
  if (execution_.Get(found->second) == nullptr) return;
  if (UpdateInherited(execution_, found->second)) {
    operation.does_nothing = true;
  } else {
    DropObjects(execution_, std::array<ObjectId, 1>{found->second}, command.behavior);
  }
}

void AlterTableRun::ValidateConstraint(const ::AlterTableCmd& command, RelationId target) {
  Operation& operation = Begin(OperationKind::kValidateConstraint, target, &command, -1);
  const size_t index = execution_.record().operations.size() - 1;
  const Relation* relation = execution_.Get(target);
  const ConstraintId constraint = catalog().FindConstraint(*relation, sql::Text(command.name));
  operation.constraint = constraint;
  const ConstraintObject* object = execution_.Get(constraint);
  if (object != nullptr && object->is_valid) {
    operation.does_nothing = true;
    return;
  }
  if (object == nullptr && relation->is_complete) {
    if (target == table_) {
      execution_.Fail("42704", "constraint \"" + std::string(sql::Text(command.name)) + "\" of relation \"" +
                                   std::string(relation->name) + "\" does not exist");
    }
    return;
  }
  const bool is_foreign_key = object != nullptr && object->kind == ConstraintKind::kForeignKey;
  const Cause cause = is_foreign_key ? Cause::kForeignKey : Cause::kCheck;
  const std::string_view name = sql::Text(command.name);
  std::pmr::vector<PendingWork> pending(execution_.scratch());
  const auto scan = [&](RelationId table) {
    pending.push_back(
        {.table = table, .work = {.kind = WorkKind::kScan, .table = table, .cause = cause, .subject = name}});
  };
  if (!relation->IsPartitioned()) scan(target);
  if (is_foreign_key) {
    for (const RelationId side : WithDescendants(catalog(), object->referenced)) {
      execution_.Lock(side, LockMode::kRowShare);
    }
    for (const RelationId side : WithDescendants(catalog(), object->referenced)) scan(side);
  }
  if (constraint) {
    ConstraintObject& changed = catalog().Change(constraint);
    changed.is_valid = true;
    if (changed.kind == ConstraintKind::kNotNull && !changed.columns.empty()) {
      catalog().Change(changed.columns[0]).not_null = true;
    }
  }
  AppendPending(pending, index);
}

}  // namespace lockstep::model
