// SPDX-License-Identifier: Apache-2.0
#include "model/inheritance.h"

#include <algorithm>

#include "model/columns.h"
#include "model/not_null.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

IdList<ColumnId> OwnColumns(const Execution& execution, RelationId table, const IdList<ColumnId>& columns) {
  IdList<ColumnId> own;
  for (const ColumnId id : columns) {
    const ColumnId found = execution.catalog().FindColumn(*execution.Get(table), execution.Get(id)->name);
    if (found) own.Add(found, execution.scratch());
  }
  return own;
}

bool PassesOnNotNull(const Execution& execution, ColumnId column) {
  const ConstraintObject* constraint = execution.Get(NotNullOf(execution, column));
  return execution.Get(column)->not_null && (constraint == nullptr || !constraint->is_no_inherit);
}

void InheritColumn(Execution& execution, RelationId child, ColumnId parents) {
  const Column source = *execution.Get(parents);
  if (const ColumnId own = execution.catalog().FindColumn(*execution.Get(child), source.name)) {
    Column& merged = execution.catalog().Change(own);
    merged.not_null = merged.not_null || PassesOnNotNull(execution, parents);
    merged.has_default = merged.has_default || source.has_default;
    return;
  }
  Column copy = source;
  copy.relation = child;
  copy.is_local = false;
  copy.not_null = PassesOnNotNull(execution, parents);
  copy.is_identity = source.is_identity && execution.Get(source.relation)->IsPartitioned() &&
                     execution.pg_version() >= kPartitionsShareIdentity;
  copy.generated_from = OwnColumns(execution, child, source.generated_from);
  copy.created_in = execution.environment().file;
  execution.catalog().Add(copy);
}

void InheritConstraint(Execution& execution, RelationId child, ConstraintId parents) {
  const ConstraintObject source = *execution.Get(parents);
  if (source.kind != ConstraintKind::kCheck || source.is_no_inherit) return;
  if (execution.catalog().FindConstraint(*execution.Get(child), source.name)) return;
  ConstraintObject copy = source;
  copy.relation = child;
  copy.is_valid = copy.is_enforced;  // there is no row yet
  copy.is_inherited = true;
  copy.is_local = false;
  copy.predicate = execution.catalog().KeepValue(OnTable(execution, child, *source.predicate));
  copy.columns = OwnColumns(execution, child, source.columns);
  copy.created_in = execution.environment().file;
  execution.catalog().Add(copy);
}

bool IsOfPartitionedTable(const Execution& execution, RelationId table) {
  const auto& parents = execution.Get(table)->parents;
  return !parents.empty() && execution.Get(parents.front())->IsPartitioned();
}

// A partition's column is its table's from now on.
void TakeOver(Execution& execution, RelationId partition, const Column& parents) {
  const ColumnId own = execution.catalog().FindColumn(*execution.Get(partition), parents.name);
  if (!own) return;
  Column& column = execution.catalog().Change(own);
  column.is_local = false;
  column.is_identity = parents.is_identity && execution.pg_version() >= kPartitionsShareIdentity;
  // Whose own partitions follow.
  for (const RelationId below : execution.Get(partition)->children) TakeOver(execution, below, column);
}

// DETACH PARTITION: the numbers of an identity column are its partitioned table's.
void LoseIdentity(Execution& execution, RelationId partition) {
  for (const RelationId table : WithDescendants(execution.catalog(), partition)) {
    for (const ColumnId column : execution.Get(table)->columns) {
      if (execution.Get(column)->is_identity) execution.catalog().Change(column).is_identity = false;
    }
  }
}

bool HasInheritable(const Execution& execution, const Relation& parent, const ConstraintObject& constraint) {
  return IsMerged(constraint.kind) &&
         std::any_of(parent.constraints.begin(), parent.constraints.end(), [&](ConstraintId id) {
           const ConstraintObject& parents = *execution.Get(id);
           return IsSame(execution, constraint, parents) && !parents.is_no_inherit;
         });
}

}  // namespace

void InheritFrom(Execution& execution, RelationId child, RelationId parent) {
  execution.catalog().Link(child, &Relation::parents, parent);
  execution.catalog().Link(parent, &Relation::children, child);
  const Relation& source = *execution.Get(parent);
  if (!source.is_complete) execution.catalog().Change(child).is_complete = false;
  for (const ColumnId column : source.columns) InheritColumn(execution, child, column);
  for (const ConstraintId constraint : source.constraints) InheritConstraint(execution, child, constraint);
}

void MergeDefinition(Execution& execution, ColumnId column, const ::ColumnDef& definition) {
  const Column own = DescribeColumn(execution, execution.Get(column)->relation, definition);
  Column& merged = execution.catalog().Change(column);
  // A partition's columns are those of its table.
  merged.is_local = !IsOfPartitionedTable(execution, merged.relation);
  merged.not_null = merged.not_null || own.not_null;
  if (!HasDefault(definition)) return;
  merged.has_default = own.has_default;
  merged.generated = own.generated;
  merged.generated_from = execution.catalog().Keep(own.generated_from);
  execution.catalog().SetUses(column, *own.uses);
}

void BecomeChild(Execution& execution, RelationId child, RelationId parent) {
  Catalog& catalog = execution.catalog();
  catalog.Link(child, &Relation::parents, parent);
  catalog.Link(parent, &Relation::children, child);
  const bool is_partition = execution.Get(parent)->IsPartitioned();
  if (is_partition) {
    for (const ColumnId column : execution.Get(parent)->columns)
      TakeOver(execution, child, *execution.Get(column));
  }
  for (const ConstraintId id : execution.Get(child)->constraints) {
    if (!HasInheritable(execution, *execution.Get(parent), *execution.Get(id))) continue;
    ConstraintObject& merged = catalog.Change(id);
    merged.is_inherited = true;
    if (is_partition) merged.is_local = false;
  }
}

void KeepInChildren(Execution& execution, ColumnId column) {
  const Column& object = *execution.Get(column);
  for (const RelationId child : execution.Get(object.relation)->children) {
    const ColumnId own = execution.catalog().FindColumn(*execution.Get(child), object.name);
    if (own) execution.catalog().Change(own).is_local = true;
  }
}

void LeaveParent(Execution& execution, RelationId child, RelationId parent) {
  Catalog& catalog = execution.catalog();
  const Relation& relation = *execution.Get(child);
  if (execution.Get(parent)->IsPartitioned() && execution.pg_version() >= kPartitionsShareIdentity)
    LoseIdentity(execution, child);
  catalog.Unlink(child, &Relation::parents, parent);
  catalog.Unlink(parent, &Relation::children, child);
  for (const ColumnId column : relation.columns) {
    if (!execution.Get(column)->is_local && !IsInherited(execution, column))
      catalog.Change(column).is_local = true;
  }
  for (const ConstraintId id : relation.constraints) {
    const bool was_inherited = execution.Get(id)->is_inherited && IsMerged(execution.Get(id)->kind);
    if (was_inherited && !UpdateInherited(execution, id)) catalog.Change(id).is_local = true;
  }
}

bool IsInherited(const Execution& execution, ColumnId column) {
  const Column& object = *execution.Get(column);
  const auto& parents = execution.Get(object.relation)->parents;
  return std::any_of(parents.begin(), parents.end(), [&](RelationId id) {
    const Relation* parent = execution.Get(id);
    return parent != nullptr && execution.catalog().FindColumn(*parent, object.name);
  });
}

bool IsInherited(const Execution& execution, const ConstraintObject& constraint) {
  const auto& parents = execution.Get(constraint.relation)->parents;
  return std::any_of(parents.begin(), parents.end(), [&](RelationId id) {
    const Relation* parent = execution.Get(id);
    return parent != nullptr && HasInheritable(execution, *parent, constraint);
  });
}

bool IsMerged(ConstraintKind kind) {
  return kind == ConstraintKind::kCheck || kind == ConstraintKind::kNotNull;
}

bool IsSame(const Execution& execution, const ConstraintObject& own, const ConstraintObject& parents) {
  if (own.kind != parents.kind) return false;
  if (own.kind != ConstraintKind::kNotNull) return own.name == parents.name;
  return execution.Get(own.columns.front())->name == execution.Get(parents.columns.front())->name;
}

bool UpdateInherited(Execution& execution, ConstraintId constraint) {
  const bool is_inherited = IsInherited(execution, *execution.Get(constraint));
  execution.catalog().Change(constraint).is_inherited = is_inherited;
  return is_inherited || execution.Get(constraint)->is_local;
}

}  // namespace lockstep::model
