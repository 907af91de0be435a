// SPDX-License-Identifier: Apache-2.0
#include "model/index_constraints.h"

#include <algorithm>
#include <string>

#include "model/column_names.h"
#include "model/indexes.h"
#include "model/not_null.h"
#include "model/object_names.h"
#include "model/partition_indexes.h"

namespace lockstep::model {

namespace {

bool HasPrimaryKey(const Execution& execution, RelationId table) {
  const auto& constraints = execution.Get(table)->constraints;
  return std::any_of(constraints.begin(), constraints.end(),
                     [&](ConstraintId id) { return execution.Get(id)->kind == ConstraintKind::kPrimaryKey; });
}

// verifyNotNullPKCompatible(): a NOT NULL that is not valid yet is no ground to build on.
bool HasInvalidNotNull(const Execution& execution, ColumnId column) {
  const ConstraintObject* constraint = execution.Get(NotNullOf(execution, column));
  return constraint != nullptr && !constraint->is_valid;
}

void AppendScan(std::pmr::vector<PendingWork>& pending, RelationId table, std::string_view column) {
  const Work scan{.kind = WorkKind::kScan, .table = table, .cause = Cause::kNotNull, .subject = column};
  pending.push_back({.table = table, .work = scan});
}

// What SET NOT NULL does, on one table.
void RequireValues(Execution& execution, ColumnId column, const NotNullDefinition& definition,
                   ExistingRows rows, std::pmr::vector<PendingWork>& pending) {
  const bool was_not_null = execution.Get(column)->not_null;
  const bool proven = IsProvenNotNull(execution, column);
  MakeNotNull(execution, column, definition);
  if (rows == ExistingRows::kNone || was_not_null || proven) return;
  AppendScan(pending, execution.Get(column)->relation, execution.Get(column)->name);
}

// Inheritance children do not get the key, but may hold no nulls either.
void RequireValuesBelow(Execution& execution, ColumnId column, std::pmr::vector<PendingWork>& pending) {
  const Column& parents = *execution.Get(column);
  const ConstraintObject* constraint = execution.Get(NotNullOf(execution, column));
  const NotNullDefinition definition{.name = constraint == nullptr ? "" : constraint->name,
                                     .is_from_parent = true};
  for (const RelationId table : WithDescendants(execution.catalog(), parents.relation)) {
    if (table == parents.relation) continue;
    execution.Lock(table, LockMode::kAccessExclusive);
    const ColumnId own = execution.ResolveColumn(table, parents.name);
    if (own) RequireValues(execution, own, definition, ExistingRows::kMayExist, pending);
  }
}

// Columns of a primary key become NOT NULL, which is verified in the same pass as everything else.
void SetKeyNotNull(Execution& execution, RelationId table, const IdList<ColumnId>& columns,
                   const ConstraintDefinition& definition, std::pmr::vector<PendingWork>& pending) {
  for (const ColumnId id : columns) {
    if (execution.Get(id)->not_null) continue;
    if (HasInvalidNotNull(execution, id)) {
      return execution.Fail(
          "55000", "cannot create primary key on column \"" + std::string(execution.Get(id)->name) + "\"");
    }
    RequireValues(execution, id, {}, definition.rows, pending);
    const bool goes_on = !execution.Get(table)->IsPartitioned() && !definition.is_only;
    if (goes_on) RequireValuesBelow(execution, id, pending);
  }
}

// What transformIndexConstraint() in parse_utilcmd.c says of the index.
bool RefusesIndex(Execution& execution, const Relation& table, const Relation* index) {
  if (table.IsPartitioned()) {
    execution.Fail("0A000",
                   "ALTER TABLE / ADD CONSTRAINT USING INDEX is not supported on partitioned tables");
  } else if (index != nullptr && index->index && !index->index->is_unique) {
    execution.Fail("42809", "\"" + std::string(index->name) + "\" is not a unique index");
  } else if (index != nullptr && index->index && index->index->has_predicate) {
    execution.Fail("42809", "\"" + std::string(index->name) + "\" is a partial index");
  }
  return execution.failed();
}

// ADD … USING INDEX: the constraint takes the index over, and its columns and name with it.
ConstraintId AdoptIndex(Execution& execution, RelationId table, const ConstraintDefinition& definition,
                        ConstraintObject constraint, std::pmr::vector<PendingWork>& pending) {
  const ::Constraint& node = definition.node;
  const ExistingRows rows = definition.rows;
  const Relation* relation = execution.Get(table);
  const RelationId index = execution.catalog().FindRelation(relation->schema, sql::Text(node.indexname));
  if (RefusesIndex(execution, *relation, execution.Get(index))) return {};
  if (constraint.name.empty()) constraint.name = sql::Text(node.indexname);
  constraint.index = index;
  if (index && execution.Get(index)->index) constraint.columns = execution.Get(index)->index->keys;
  if (constraint.kind == ConstraintKind::kPrimaryKey) {
    SetKeyNotNull(execution, table, constraint.columns, definition, pending);
    // The columns of an index that nothing is known of are assumed to be nullable.
    if (constraint.columns.empty() && rows == ExistingRows::kMayExist) {
      const Work scan{.kind = WorkKind::kScan, .table = table, .cause = Cause::kNotNull};
      pending.push_back({.table = table, .work = scan});
    }
  }
  const std::string_view name = constraint.name;
  const ConstraintId id = execution.catalog().Add(constraint);
  if (index && execution.Get(index)->index) {
    execution.catalog().Edit(index, &Relation::index).constraint = id;
    if (execution.Get(index)->name != name) execution.catalog().Rename(index, name);
  }
  return id;
}

ConstraintKind KindOf(const ::Constraint& node) {
  if (node.contype == CONSTR_PRIMARY) return ConstraintKind::kPrimaryKey;
  return node.contype == CONSTR_UNIQUE ? ConstraintKind::kUnique : ConstraintKind::kExclusion;
}

// The elements of EXCLUDE (element WITH operator, …).
std::vector<const ::IndexElem*> ExcludedElements(const ::List* exclusions) {
  std::vector<const ::IndexElem*> elements;
  for (const auto* exclusion : sql::Elements<::List>(exclusions)) {
    if (sql::Length(exclusion) == 0) continue;
    if (const auto* element = sql::As<::IndexElem>(sql::At(exclusion, 0))) elements.push_back(element);
  }
  return elements;
}

// transformIndexConstraint()
bool LacksKeyColumn(Execution& execution, RelationId table, const ::Constraint& node) {
  for (const ::List* names : {node.keys, node.including}) {
    for (const auto* name : sql::Elements<::Node>(names)) {
      if (IsSystemColumn(sql::StringOf(name)) || execution.ResolveColumn(table, sql::StringOf(name)))
        continue;
      execution.Fail("42703",
                     "column \"" + std::string(sql::StringOf(name)) + "\" named in key does not exist");
      return true;
    }
  }
  return false;
}

// The index of a key or an EXCLUDE.
IndexFacts IndexOf(Execution& execution, RelationId table, const ConstraintDefinition& definition) {
  const ::Constraint& node = definition.node;
  IndexFacts facts{.table = table};
  facts.is_unique = node.contype != CONSTR_EXCLUSION;
  if (node.access_method != nullptr) facts.access_method = node.access_method;
  ColumnNames names(execution.scratch());
  if (node.contype == CONSTR_EXCLUSION) {
    const auto elements = ExcludedElements(node.exclusions);
    for (const ::IndexElem* element : elements) AddElement(execution, *element, facts);
    names = IndexColumnNames(elements, execution.scratch());
    AddPredicate(execution, node.where_clause, facts);
  } else {
    facts.keys = ResolveColumns(execution, table, node.keys);
    if (facts.keys.empty() && definition.column) facts.keys.Add(definition.column, execution.scratch());
    for (const ColumnId key : facts.keys) names.push_back(execution.Get(key)->name);
  }
  facts.included = ResolveColumns(execution, table, node.including);
  for (const ColumnId column : facts.included) names.push_back(execution.Get(column)->name);
  MakeDistinct(names);
  facts.name_stem = JoinColumnNames(names);
  return facts;
}

}  // namespace

ConstraintId AddIndexConstraint(Execution& execution, RelationId table,
                                const ConstraintDefinition& definition,
                                std::pmr::vector<PendingWork>& pending) {
  const ConstraintKind kind = KindOf(definition.node);
  if (kind == ConstraintKind::kPrimaryKey && HasPrimaryKey(execution, table)) {
    execution.Fail("42P16", "multiple primary keys for table \"" + std::string(execution.Get(table)->name) +
                                "\" are not allowed");
    return {};
  }
  ConstraintObject constraint = DescribeConstraint(execution, table, definition, kind);
  if (definition.node.indexname != nullptr) {
    return AdoptIndex(execution, table, definition, constraint, pending);
  }
  if (LacksKeyColumn(execution, table, definition.node)) return {};
  IndexFacts facts = IndexOf(execution, table, definition);
  constraint.columns = facts.keys;
  if (constraint.name.empty()) constraint.name = ChooseIndexName(execution, table, facts.name_stem, kind);
  if (kind != ConstraintKind::kExclusion && !CoversPartitionKey(*execution.Get(table), constraint.columns)) {
    execution.Fail("0A000", "unique constraint on partitioned table must include all partitioning columns");
    return {};
  }
  if (kind == ConstraintKind::kPrimaryKey)
    SetKeyNotNull(execution, table, constraint.columns, definition, pending);
  const std::string_view name = constraint.name;
  const ConstraintObject* parent = execution.Get(definition.parent);
  const RelationId parent_index = parent == nullptr ? RelationId{} : parent->index;
  const ConstraintId id = execution.catalog().Add(constraint);
  facts.constraint = id;
  const RelationId index = AddIndex(execution, table, name, facts);
  execution.catalog().Change(id).index = index;
  if (parent_index) LinkIndex(execution, parent_index, index);
  if (definition.rows == ExistingRows::kMayExist) {
    execution.Scan(table, Cause::kUniqueness, execution.Get(id)->name);
    execution.BuildIndex(table, Cause::kUniqueness, execution.Get(id)->name);
  }
  return id;
}

}  // namespace lockstep::model
