// SPDX-License-Identifier: Apache-2.0
#include "model/partition_indexes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "model/column_names.h"
#include "model/indexes.h"
#include "model/object_names.h"

namespace lockstep::model {

namespace {

bool SameNames(const Execution& execution, const IdList<ColumnId>& left, const IdList<ColumnId>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](ColumnId a, ColumnId b) {
    const Column* first = execution.Get(a);
    const Column* second = execution.Get(b);
    return first != nullptr && second != nullptr && first->name == second->name;
  });
}

// CompareIndexInfo() in index.c; where the parent's index belongs to a constraint, the partition's has to as
// well.
bool Fits(const Execution& execution, const IndexFacts& index, const IndexFacts& parent) {
  return !index.parent && index.is_unique == parent.is_unique &&
         index.access_method == parent.access_method && index.expressions == parent.expressions &&
         (!parent.constraint || index.constraint) && SameNames(execution, index.keys, parent.keys) &&
         SameNames(execution, index.included, parent.included);
}

RelationId FindFitting(const Execution& execution, RelationId table, const IndexFacts& parent,
                       Fitting fitting) {
  for (const RelationId id : execution.Get(table)->indexes) {
    const Relation* index = execution.Get(id);
    if (index == nullptr || !index->index || !Fits(execution, *index->index, parent)) continue;
    if (index->index->is_valid || fitting == Fitting::kAny) return id;
  }
  return {};
}

IdList<ColumnId> OnTable(Execution& execution, RelationId table, const IdList<ColumnId>& columns) {
  IdList<ColumnId> result;
  for (const ColumnId id : columns) {
    const Column* column = execution.Get(id);
    const ColumnId own = column == nullptr ? ColumnId{} : execution.ResolveColumn(table, column->name);
    if (own) result.Add(own, execution.scratch());
  }
  return result;
}

// The constraint that the copy of a constraint's index belongs to.
ConstraintId CopyConstraint(Execution& execution, RelationId table, ConstraintId constraint,
                            std::string_view columns) {
  const ConstraintObject* original = execution.Get(constraint);
  if (original == nullptr) return {};
  ConstraintObject copy;
  copy.kind = original->kind;
  copy.relation = table;
  copy.name = ChooseIndexName(execution, table, columns, original->kind);
  copy.columns = OnTable(execution, table, original->columns);
  copy.created_in = execution.environment().file;
  return execution.catalog().Add(copy);
}

void MarkInvalid(Execution& execution, RelationId index) {
  for (RelationId id = index; execution.Get(id) != nullptr; id = execution.Get(id)->index->parent)
    execution.catalog().Edit(id, &Relation::index).is_valid = false;
}

// Whether each partition of the index's table has a valid index that is a part of this one.
bool HasAllParts(const Execution& execution, RelationId parent_index) {
  const Relation& index = *execution.Get(parent_index);
  const Relation* table = execution.Get(index.index->table);
  if (table == nullptr) return false;
  return std::all_of(table->children.begin(), table->children.end(), [&](RelationId partition) {
    return std::any_of(index.children.begin(), index.children.end(), [&](RelationId id) {
      const Relation* part = execution.Get(id);
      return part != nullptr && part->index && part->index->table == partition && part->index->is_valid;
    });
  });
}

}  // namespace

RelationId CloneIndex(Execution& execution, RelationId table, RelationId index) {
  const IndexFacts& original = *execution.Get(index)->index;
  IndexFacts facts = original;
  facts.table = table;
  facts.keys = OnTable(execution, table, original.keys);
  facts.included = OnTable(execution, table, original.included);
  facts.expression_columns = OnTable(execution, table, original.expression_columns);
  facts.predicate_columns = OnTable(execution, table, original.predicate_columns);
  facts.is_valid = true;
  facts.is_clustered = false;
  facts.parent = {};
  facts.constraint = CopyConstraint(execution, table, original.constraint, original.name_stem);
  const ConstraintId constraint = facts.constraint;
  const std::string_view name =
      constraint ? execution.Get(constraint)->name : ChooseIndexName(execution, table, original.name_stem);
  const Uses uses = *execution.Get(index)->uses;
  const RelationId id = AddIndex(execution, table, name, facts);
  execution.catalog().SetUses(id, uses);
  if (constraint) execution.catalog().Change(constraint).index = id;
  return id;
}

void LinkIndex(Execution& execution, RelationId parent_index, RelationId index) {
  Catalog& catalog = execution.catalog();
  catalog.Edit(index, &Relation::index).parent = parent_index;
  catalog.Link(parent_index, &Relation::children, index);
  const ConstraintId own = execution.Get(index)->index->constraint;
  const ConstraintId parents = execution.Get(parent_index)->index->constraint;
  if (!own || !parents) return;
  ConstraintObject& part = catalog.Change(own);
  part.is_inherited = true;
  part.is_local = false;
  part.parent = parents;
}

void EnsureIndex(Execution& execution, RelationId partition, RelationId parent_index, PartitionRows rows,
                 Fitting fitting) {
  struct Task {
    RelationId table;
    RelationId parent_index;
  };
  // In PostgreSQL's order, a partition's own partitions before the next one.
  std::vector<Task> tasks = {{partition, parent_index}};
  while (!tasks.empty()) {
    const Task task = tasks.back();
    tasks.pop_back();
    const Relation* parent = execution.Get(task.parent_index);
    if (parent == nullptr || !parent->index) continue;
    if (const RelationId existing = FindFitting(execution, task.table, *parent->index, fitting)) {
      LinkIndex(execution, task.parent_index, existing);
      if (!execution.Get(existing)->index->is_valid) MarkInvalid(execution, task.parent_index);
      continue;
    }
    const RelationId index = CloneIndex(execution, task.table, task.parent_index);
    LinkIndex(execution, task.parent_index, index);
    const Relation* table = execution.Get(task.table);
    for (size_t i = table->children.size(); i-- > 0;) tasks.push_back({table->children[i], index});
    if (table->IsPartitioned() || rows == PartitionRows::kNone) continue;
    const Cause cause = execution.Get(index)->index->constraint ? Cause::kUniqueness : Cause::kIndex;
    execution.Scan(task.table, cause, execution.Get(index)->name);
    execution.BuildIndex(task.table, cause, execution.Get(index)->name);
  }
}

bool AdoptPartitionIndex(Execution& execution, RelationId partition, RelationId parent_index) {
  const IndexFacts& facts = *execution.Get(parent_index)->index;
  const RelationId index = FindFitting(execution, partition, facts, Fitting::kAny);
  if (!index) return false;
  const ConstraintObject* constraint = execution.Get(execution.Get(index)->index->constraint);
  if (constraint == nullptr || constraint->kind != execution.Get(facts.constraint)->kind) return false;
  LinkIndex(execution, parent_index, index);
  return true;
}

void AttachIndex(Execution& execution, RelationId parent_index, RelationId index) {
  const Relation* parent = execution.Get(parent_index);
  const Relation* child = execution.Get(index);
  if (!parent->index || !child->index || child->index->parent || parent_index == index) return;
  LinkIndex(execution, parent_index, index);
  // What becomes valid by its last part may be the last part of another one (validatePartitionedIndex()).
  RelationId completed = parent_index;
  while (HasAllParts(execution, completed)) {
    execution.catalog().Edit(completed, &Relation::index).is_valid = true;
    completed = execution.Get(completed)->index->parent;
    const Relation* above = execution.Get(completed);
    if (above == nullptr || !above->index) return;
    execution.Lock(completed, LockMode::kAccessExclusive);
    execution.Lock(above->index->table, LockMode::kAccessExclusive);
  }
}

void RemakeParts(Execution& execution, RelationId index) {
  const Relation* object = execution.Get(index);
  if (object == nullptr || object->kind != RelationKind::kPartitionedIndex || object->index->parent) return;
  const Relation& relation = *object;
  const IdList<RelationId> parts = relation.children;
  for (const RelationId part : parts) RemoveIndex(execution, part);
  if (!relation.index->has_expressions) {
    ColumnNames names(execution.scratch());
    for (const auto* columns : {&relation.index->keys, &relation.index->included}) {
      for (const ColumnId column : *columns) names.push_back(execution.Get(column)->name);
    }
    MakeDistinct(names);
    execution.catalog().Edit(index, &Relation::index).name_stem =
        execution.catalog().Keep(JoinColumnNames(names));
  }
  for (const RelationId partition : execution.Get(relation.index->table)->children)
    EnsureIndex(execution, partition, index, PartitionRows::kNone, Fitting::kValid);
}

void DetachIndexes(Execution& execution, RelationId partition) {
  for (const RelationId id : execution.Get(partition)->indexes) {
    const RelationId parent = execution.Get(id)->index->parent;
    if (!parent) continue;
    execution.Lock(id, LockMode::kAccessExclusive);
    execution.catalog().Edit(id, &Relation::index).parent = {};
    if (const ConstraintId constraint = execution.Get(id)->index->constraint) {
      ConstraintObject& own = execution.catalog().Change(constraint);
      own.is_inherited = false;
      own.is_local = true;
      own.parent = {};
    }
    execution.catalog().Unlink(parent, &Relation::children, id);
  }
}

}  // namespace lockstep::model
