// SPDX-License-Identifier: Apache-2.0
#include "model/partition_indexes.h"

#include <algorithm>
#include <string>
#include <vector>

#include "model/constraints.h"
#include "model/indexes.h"

namespace lockstep::model {

namespace {

bool SameNames(const Execution& execution, const std::vector<ColumnId>& left,
               const std::vector<ColumnId>& right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](ColumnId a, ColumnId b) {
    const Column* first = execution.Get(a);
    const Column* second = execution.Get(b);
    return first != nullptr && second != nullptr && first->name == second->name;
  });
}

// CompareIndexInfo() in index.c; where the parent's index belongs to a constraint, the partition's has to as
// well.
bool Fits(const Execution& execution, const IndexFacts& index, const IndexFacts& parent) {
  return !index.parent && index.is_valid && index.is_unique == parent.is_unique &&
         index.access_method == parent.access_method && index.expressions == parent.expressions &&
         (!parent.constraint || index.constraint) && SameNames(execution, index.keys, parent.keys) &&
         SameNames(execution, index.included, parent.included);
}

RelationId FindFitting(const Execution& execution, RelationId table, const IndexFacts& parent) {
  for (const RelationId id : execution.Get(table)->indexes) {
    const Relation* index = execution.Get(id);
    if (index != nullptr && index->index && Fits(execution, *index->index, parent)) return id;
  }
  return {};
}

std::vector<ColumnId> OnTable(Execution& execution, RelationId table, const std::vector<ColumnId>& columns) {
  std::vector<ColumnId> result;
  for (const ColumnId id : columns) {
    const Column* column = execution.Get(id);
    const ColumnId own = column == nullptr ? ColumnId{} : execution.ResolveColumn(table, column->name);
    if (own) result.push_back(own);
  }
  return result;
}

// The constraint that the copy of a constraint's index belongs to.
ConstraintId CopyConstraint(Execution& execution, RelationId table, ConstraintId constraint,
                            std::string_view stem) {
  const ConstraintObject* original = execution.Get(constraint);
  if (original == nullptr) return {};
  const bool is_primary = original->kind == ConstraintKind::kPrimaryKey;
  const std::string_view label = is_primary                                  ? "pkey"
                                 : original->kind == ConstraintKind::kUnique ? "key"
                                                                             : "excl";
  ConstraintObject copy;
  copy.kind = original->kind;
  copy.relation = table;
  copy.name = ChooseConstraintName(execution, table, is_primary ? std::string_view() : stem, label);
  copy.columns = OnTable(execution, table, original->columns);
  copy.is_inherited = true;
  copy.created_in = execution.environment().file;
  return execution.catalog().Add(std::move(copy));
}

RelationId Copy(Execution& execution, RelationId table, const IndexFacts& parent) {
  IndexFacts facts = parent;
  facts.table = table;
  facts.keys = OnTable(execution, table, parent.keys);
  facts.included = OnTable(execution, table, parent.included);
  facts.expression_columns = OnTable(execution, table, parent.expression_columns);
  facts.predicate_columns = OnTable(execution, table, parent.predicate_columns);
  facts.is_valid = true;
  facts.parent = {};
  facts.constraint = CopyConstraint(execution, table, parent.constraint, parent.name_stem);
  const ConstraintId constraint = facts.constraint;
  const std::string name = constraint ? execution.Get(constraint)->name
                                      : ChooseConstraintName(execution, table, parent.name_stem, "idx");
  const RelationId id = AddIndex(execution, table, name, std::move(facts));
  if (constraint) execution.catalog().Change(constraint).index = id;
  return id;
}

void Link(Execution& execution, RelationId parent_index, RelationId index) {
  execution.catalog().Change(index).index->parent = parent_index;
  execution.catalog().Change(parent_index).children.push_back(index);
}

}  // namespace

void EnsureIndex(Execution& execution, RelationId partition, RelationId parent_index, PartitionRows rows) {
  struct Task {
    RelationId table;
    RelationId parent_index;
  };
  std::vector<Task> tasks = {{partition, parent_index}};
  while (!tasks.empty()) {
    const Task task = tasks.back();
    tasks.pop_back();
    const Relation* parent = execution.Get(task.parent_index);
    if (parent == nullptr || !parent->index) continue;
    const IndexFacts facts = *parent->index;
    if (const RelationId existing = FindFitting(execution, task.table, facts)) {
      Link(execution, task.parent_index, existing);
      continue;
    }
    const RelationId index = Copy(execution, task.table, facts);
    Link(execution, task.parent_index, index);
    const Relation* table = execution.Get(task.table);
    for (const RelationId child : table->children) tasks.push_back({child, index});
    if (table->IsPartitioned() || rows == PartitionRows::kNone) continue;
    const Cause cause = facts.constraint ? Cause::kUniqueness : Cause::kIndex;
    execution.Scan(task.table, cause, execution.Get(index)->name);
    execution.BuildIndex(task.table, cause, execution.Get(index)->name);
  }
}

bool AdoptPartitionIndex(Execution& execution, RelationId partition, RelationId parent_index) {
  const IndexFacts& facts = *execution.Get(parent_index)->index;
  const RelationId index = FindFitting(execution, partition, facts);
  if (!index) return false;
  const ConstraintId own = execution.Get(index)->index->constraint;
  const ConstraintObject* constraint = execution.Get(own);
  if (constraint == nullptr || constraint->kind != execution.Get(facts.constraint)->kind) return false;
  Link(execution, parent_index, index);
  execution.catalog().Change(own).is_inherited = true;
  return true;
}

void AttachIndex(Execution& execution, RelationId parent_index, RelationId index) {
  const Relation* parent = execution.Get(parent_index);
  const Relation* child = execution.Get(index);
  if (!parent->index || !child->index || child->index->parent || parent_index == index) return;
  Link(execution, parent_index, index);
  const Relation* table = execution.Get(parent->index->table);
  if (table == nullptr) return;
  const auto& attached = execution.Get(parent_index)->children;
  const bool complete =
      std::all_of(table->children.begin(), table->children.end(), [&](RelationId partition) {
        return std::any_of(attached.begin(), attached.end(), [&](RelationId id) {
          const Relation* part = execution.Get(id);
          return part != nullptr && part->index && part->index->table == partition && part->index->is_valid;
        });
      });
  if (complete) execution.catalog().Change(parent_index).index->is_valid = true;
}

void DetachIndexes(Execution& execution, RelationId partition) {
  for (const RelationId id : execution.Get(partition)->indexes) {
    const RelationId parent = execution.Get(id)->index->parent;
    if (!parent) continue;
    execution.Lock(id, LockMode::kAccessExclusive);
    execution.catalog().Change(id).index->parent = {};
    if (execution.Get(parent) != nullptr) execution.catalog().Change(parent).children.Remove(id);
  }
}

}  // namespace lockstep::model
