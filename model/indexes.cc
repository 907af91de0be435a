// SPDX-License-Identifier: Apache-2.0
#include "model/indexes.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/column_names.h"
#include "model/expression.h"
#include "model/object_names.h"
#include "model/partition_indexes.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

void AddColumns(Execution& execution, RelationId table, const ::Node* expression, IdList<ColumnId>& columns) {
  for (const std::string_view name : FactsOf(execution, expression).columns) {
    const ColumnId id = execution.ResolveColumn(table, name);
    if (id && !columns.Contains(id)) columns.Add(id, execution.scratch());
  }
}

// What a definition with expressions, or with WHERE, uses.
Uses UsesOf(const Execution& execution, const ::IndexStmt& statement) {
  Uses uses = FactsOf(execution, statement.whereClause).uses;
  for (const auto* element : sql::Elements<::IndexElem>(statement.indexParams)) {
    if (element == nullptr || element->expr == nullptr) continue;
    const Uses own = FactsOf(execution, element->expr).uses;
    uses.functions.insert(uses.functions.end(), own.functions.begin(), own.functions.end());
  }
  return uses;
}

void FailForColumn(Execution& execution, const ::IndexElem& element) {
  execution.Fail("42703", "column \"" + std::string(element.name) + "\" does not exist");
}

// The facts that the definition gives; none where it names a column that the table has not.
std::optional<IndexFacts> FactsOf(Execution& execution, RelationId table, const ::IndexStmt& statement) {
  IndexFacts facts{.table = table};
  facts.access_method = statement.accessMethod == nullptr ? "btree" : statement.accessMethod;
  facts.is_unique = statement.unique;
  for (const auto* element : sql::Elements<::IndexElem>(statement.indexParams)) {
    if (element == nullptr || AddElement(execution, *element, facts)) continue;
    FailForColumn(execution, *element);
    return std::nullopt;
  }
  for (const auto* element : sql::Elements<::IndexElem>(statement.indexIncludingParams)) {
    if (element == nullptr || element->name == nullptr) continue;
    const ColumnId id = execution.ResolveColumn(table, element->name);
    if (!id) {
      FailForColumn(execution, *element);
      return std::nullopt;
    }
    facts.included.Add(id, execution.scratch());
  }
  AddPredicate(execution, statement.whereClause, facts);
  const auto elements =
      IndexElements(statement.indexParams, statement.indexIncludingParams, execution.scratch());
  facts.name_stem = JoinColumnNames(IndexColumnNames(elements, execution.scratch()));
  return facts;
}

// Locks and work of a build on one table, for a plain or a concurrent CREATE INDEX.
void BookBuild(Execution& execution, RelationId table, bool concurrent) {
  execution.Lock(table, concurrent ? LockMode::kShareUpdateExclusive : LockMode::kShare);
  if (execution.Get(table)->kind == RelationKind::kPartitionedTable) return;
  execution.Scan(table, Cause::kIndex);
  execution.BuildIndex(table, Cause::kIndex);
}

}  // namespace

bool AddElement(Execution& execution, const ::IndexElem& element, IndexFacts& facts) {
  if (element.name != nullptr) {
    const ColumnId id = execution.ResolveColumn(facts.table, element.name);
    if (!id) return false;
    facts.keys.Add(id, execution.scratch());
    if (element.collation != nullptr) facts.collated.Add(id, execution.scratch());
    return true;
  }
  facts.has_expressions = true;
  facts.expressions = execution.Concatenate({facts.expressions, CanonicalText(element.expr)});
  AddColumns(execution, facts.table, element.expr, facts.expression_columns);
  return true;
}

void AddPredicate(Execution& execution, const ::Node* condition, IndexFacts& facts) {
  if (condition == nullptr) return;
  facts.has_predicate = true;
  facts.expressions = execution.Concatenate({facts.expressions, " WHERE ", CanonicalText(condition)});
  AddColumns(execution, facts.table, condition, facts.predicate_columns);
}

bool CoversPartitionKey(const Relation& table, const IdList<ColumnId>& keys) {
  return std::all_of(table.partition_key.begin(), table.partition_key.end(),
                     [&](ColumnId column) { return keys.Contains(column); });
}

RelationId AddIndex(Execution& execution, RelationId table, std::string_view name, const IndexFacts& facts) {
  const Relation* owner = execution.Get(table);
  Relation index{.kind = owner->IsPartitioned() ? RelationKind::kPartitionedIndex : RelationKind::kIndex,
                 .schema = owner->schema,
                 .name = name};
  index.is_temporary = owner->is_temporary;
  index.created_in = execution.environment().file;
  index.index = execution.catalog().KeepValue(facts);
  const RelationId id = execution.catalog().Add(index);
  execution.catalog().Link(table, &Relation::indexes, id);
  return id;
}

void RemoveIndex(Execution& execution, RelationId index) {
  Catalog& catalog = execution.catalog();
  std::pmr::vector<RelationId> indexes({index}, execution.scratch());
  while (!indexes.empty()) {
    const RelationId id = indexes.back();
    indexes.pop_back();
    const Relation* object = execution.Get(id);
    if (object == nullptr || !object->index) continue;
    indexes.insert(indexes.end(), object->children.begin(), object->children.end());
    const RelationId table = object->index->table;
    const RelationId parent = object->index->parent;
    const ConstraintId constraint = object->index->constraint;
    catalog.Unlink(table, &Relation::indexes, id);
    // A partition's constraint goes with the index, which goes with its parent.
    if (execution.Get(constraint) != nullptr) {
      catalog.Unlink(table, &Relation::constraints, constraint);
      catalog.Remove(constraint);
    }
    catalog.Unlink(parent, &Relation::children, id);
    catalog.Remove(id);
  }
}

void MarkClustered(Execution& execution, RelationId table, std::string_view name) {
  for (const RelationId id : execution.Get(table)->indexes) {
    const Relation& index = *execution.Get(id);
    const bool is_named = !name.empty() && index.name == name;
    if (index.index->is_clustered != is_named)
      execution.catalog().Edit(id, &Relation::index).is_clustered = is_named;
  }
}

void CreateIndex(Execution& execution, const ::IndexStmt& statement) {
  const RelationId table = execution.ResolveRelation(*statement.relation);
  Operation& operation =
      execution.Do(OperationKind::kCreateIndex, table, &statement, statement.relation->location);
  const Relation* relation = execution.Get(table);
  const std::string_view given_name = sql::Text(statement.idxname);
  if (statement.if_not_exists && !given_name.empty() &&
      execution.catalog().FindRelation(relation->schema, given_name)) {
    operation.does_nothing = true;
    execution.Lock(table, statement.concurrent ? LockMode::kShareUpdateExclusive : LockMode::kShare);
    return;
  }
  if (statement.concurrent && relation->IsPartitioned()) {
    execution.LockTree(table, LockMode::kShareUpdateExclusive);
    execution.Fail("0A000", "cannot create index on partitioned table \"" + std::string(relation->name) +
                                "\" concurrently");
    return;
  }
  const bool recurse = relation->IsPartitioned() && statement.relation->inh;
  if (!given_name.empty() && execution.catalog().FindRelation(relation->schema, given_name)) {
    execution.Lock(table, statement.concurrent ? LockMode::kShareUpdateExclusive : LockMode::kShare);
    return execution.Fail("42P07", "relation \"" + std::string(given_name) + "\" already exists");
  }
  auto facts = FactsOf(execution, table, statement);
  if (!facts) return;
  const std::string_view name =
      given_name.empty() ? ChooseIndexName(execution, table, facts->name_stem) : given_name;
  facts->is_valid = !relation->IsPartitioned() || recurse || relation->children.empty();
  if (statement.unique && !CoversPartitionKey(*relation, facts->keys)) {
    execution.LockTree(table, LockMode::kShare);
    return execution.Fail("0A000",
                          "unique constraint on partitioned table must include all partitioning columns");
  }
  const RelationId index = AddIndex(execution, table, name, *facts);
  if (facts->has_expressions || facts->has_predicate)
    execution.catalog().SetUses(index, UsesOf(execution, statement));
  operation.index = index;
  BookBuild(execution, table, statement.concurrent);
  if (!recurse) return;
  execution.LockTree(table, LockMode::kShare);
  for (const RelationId partition : execution.Get(table)->children) {
    EnsureIndex(execution, partition, index, PartitionRows::kMayExist, Fitting::kAny);
  }
}

}  // namespace lockstep::model
