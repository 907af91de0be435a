// SPDX-License-Identifier: Apache-2.0
// CREATE TABLE in its forms, CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW.
#include <algorithm>

#include "model/columns.h"
#include "model/constraints.h"
#include "model/creation.h"
#include "model/expression.h"
#include "model/indexes.h"
#include "model/output_columns.h"
#include "model/partitions.h"
#include "model/predicate.h"
#include "model/queries.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

void InheritColumn(Execution& execution, RelationId child, ColumnId parent_column) {
  const Relation* table = execution.Get(child);
  const Column* source = execution.Get(parent_column);
  if (execution.catalog().FindColumn(*table, source->name)) return;
  Column copy = *source;
  copy.relation = child;
  copy.created_in = execution.environment().file;
  execution.catalog().Add(std::move(copy));
}

void InheritFrom(Execution& execution, RelationId child, RelationId parent) {
  execution.catalog().Change(child).parents.push_back(parent);
  execution.catalog().Change(parent).children.push_back(child);
  const Relation* source = execution.Get(parent);
  if (!source->is_complete) execution.catalog().Change(child).is_complete = false;
  for (const ColumnId column : source->columns) InheritColumn(execution, child, column);
  for (const ConstraintId id : source->constraints) {
    const ConstraintObject* check = execution.Get(id);
    if (check->kind != ConstraintKind::kCheck) continue;
    ConstraintObject copy = *check;
    copy.relation = child;
    copy.is_inherited = true;
    copy.predicate = OnTable(execution, child, check->predicate);
    copy.columns.clear();
    const Relation* table = execution.Get(child);
    for (const ColumnId column : check->columns) {
      copy.columns.push_back(execution.catalog().FindColumn(*table, execution.Get(column)->name));
    }
    execution.catalog().Add(std::move(copy));
  }
}

// LIKE source [INCLUDING …]: names, types and NOT NULL always, the rest by option
// (transformTableLikeClause()).
void CopyLike(Execution& execution, RelationId table, const ::TableLikeClause& like) {
  const RelationId source = execution.ResolveRelation(*like.relation);
  execution.Lock(source, LockMode::kAccessShare);
  const Relation* original = execution.Get(source);
  if (!original->is_complete) execution.catalog().Change(table).is_complete = false;
  for (const ColumnId id : original->columns) {
    Column copy = *execution.Get(id);
    copy.relation = table;
    copy.created_in = execution.environment().file;
    copy.has_default = copy.has_default && (like.options & CREATE_TABLE_LIKE_DEFAULTS) != 0;
    copy.is_identity = copy.is_identity && (like.options & CREATE_TABLE_LIKE_IDENTITY) != 0;
    copy.generated_from.clear();
    if ((like.options & CREATE_TABLE_LIKE_GENERATED) == 0) copy.generated = Generated::kNo;
    execution.catalog().Add(std::move(copy));
  }
  const auto here = [&](const std::vector<ColumnId>& columns) {
    std::vector<ColumnId> result;
    const Relation* target = execution.Get(table);
    for (const ColumnId id : columns) {
      result.push_back(execution.catalog().FindColumn(*target, execution.Get(id)->name));
    }
    return result;
  };
  if ((like.options & CREATE_TABLE_LIKE_CONSTRAINTS) != 0) {
    for (const ConstraintId id : original->constraints) {
      if (execution.Get(id)->kind != ConstraintKind::kCheck) continue;
      ConstraintObject copy = *execution.Get(id);
      copy.relation = table;
      copy.is_valid = true;
      copy.is_inherited = false;
      copy.predicate = OnTable(execution, table, copy.predicate);
      copy.columns = here(copy.columns);
      execution.catalog().Add(std::move(copy));
    }
  }
  if ((like.options & CREATE_TABLE_LIKE_INDEXES) == 0) return;
  for (const RelationId id : original->indexes) {
    IndexFacts facts = *execution.Get(id)->index;
    facts.table = table;
    facts.keys = here(facts.keys);
    facts.included = here(facts.included);
    facts.expression_columns = here(facts.expression_columns);
    facts.predicate_columns = here(facts.predicate_columns);
    facts.constraint = {};
    AddIndex(execution, table, ChooseConstraintName(execution, table, {}, "idx"), std::move(facts));
  }
}

// Column constraints that are constraints of the table.
void AddColumnConstraints(Execution& execution, RelationId table, ColumnId column,
                          const ::ColumnDef& definition) {
  std::vector<PendingWork> none;
  for (const auto* constraint : sql::Elements<::Constraint>(definition.constraints)) {
    if (constraint == nullptr || constraint->contype == CONSTR_NOTNULL) continue;
    AddConstraint(execution, table, WithAttributes(definition.constraints, *constraint), column,
                  ExistingRows::kNone, none);
  }
}

void AddElement(Execution& execution, RelationId table, const ::Node* element) {
  std::vector<PendingWork> none;
  if (const auto* column = sql::As<::ColumnDef>(element)) {
    const RelationId relation = table;
    // In CREATE TABLE … OF and PARTITION OF the column is there already.
    const ColumnId existing =
        execution.catalog().FindColumn(*execution.Get(relation), sql::Text(column->colname));
    const ColumnId id = existing ? existing : DefineColumn(execution, relation, *column);
    AddColumnConstraints(execution, relation, id, *column);
  } else if (const auto* constraint = sql::As<::Constraint>(element)) {
    AddConstraint(execution, table, *constraint, {}, ExistingRows::kNone, none);
  } else if (const auto* like = sql::As<::TableLikeClause>(element)) {
    CopyLike(execution, table, *like);
  }
}

void SetPartitionKey(Execution& execution, RelationId table, const ::PartitionSpec& spec) {
  std::vector<ColumnId> key;
  for (const auto* element : sql::Elements<::PartitionElem>(spec.partParams)) {
    if (element == nullptr || element->name == nullptr) continue;
    if (const ColumnId id = execution.catalog().FindColumn(*execution.Get(table), element->name))
      key.push_back(id);
  }
  Relation& relation = execution.catalog().Change(table);
  relation.kind = RelationKind::kPartitionedTable;
  relation.partition_key = std::move(key);
  switch (spec.strategy) {
    case PARTITION_STRATEGY_LIST:
      relation.partition_strategy = Strategy::kList;
      break;
    case PARTITION_STRATEGY_RANGE:
      relation.partition_strategy = Strategy::kRange;
      break;
    case PARTITION_STRATEGY_HASH:
      relation.partition_strategy = Strategy::kHash;
      break;
  }
}

void TakeAttributesOf(Execution& execution, RelationId table, const ::TypeName& of_type) {
  const ColumnType type = execution.ResolveType(of_type);
  const Type* object = execution.Get(type.user_type);
  if (object == nullptr || !object->composite) {
    execution.catalog().Change(table).is_complete = false;
    return;
  }
  InheritFrom(execution, table, object->composite);
}

}  // namespace

void CreateTable(Execution& execution, const ::CreateStmt& statement) {
  Operation& operation =
      execution.Do(OperationKind::kCreateTable, {}, &statement, statement.relation->location);
  if (statement.if_not_exists && SkipsCreation(execution, *statement.relation)) {
    operation.does_nothing = FindExisting(execution, *statement.relation).value != 0;
    operation.relation = execution.ResolveRelation(*statement.relation);
    if (!operation.does_nothing) LearnColumns(execution, operation.relation, statement);
    return;
  }
  if (FindExisting(execution, *statement.relation)) {
    execution.Fail("42P07", "relation \"" + std::string(statement.relation->relname) + "\" already exists");
    return;
  }
  const bool is_foreign = statement.type == T_CreateForeignTableStmt;
  const RelationId table = NewRelation(execution, *statement.relation,
                                       is_foreign ? RelationKind::kForeignTable : RelationKind::kTable);
  operation.relation = table;
  // INHERITS and PARTITION OF come in one list (transformCreateStmt()).
  for (const auto* parent : sql::Elements<::RangeVar>(statement.inhRelations)) {
    if (parent == nullptr) continue;
    const RelationId id = execution.ResolveRelation(*parent);
    if (statement.partbound == nullptr) execution.Lock(id, LockMode::kShareUpdateExclusive);
    InheritFrom(execution, table, id);
    if (statement.partbound != nullptr) BecomePartition(execution, table, id, *statement.partbound);
  }
  if (statement.ofTypename != nullptr) TakeAttributesOf(execution, table, *statement.ofTypename);
  for (const auto* element : sql::Elements<::Node>(statement.tableElts)) {
    if (sql::As<::Constraint>(element) == nullptr) AddElement(execution, table, element);
  }
  // Table constraints may name columns that stand after them.
  for (const auto* element : sql::Elements<::Node>(statement.tableElts)) {
    if (sql::As<::Constraint>(element) != nullptr) AddElement(execution, table, element);
  }
  if (statement.partspec != nullptr) SetPartitionKey(execution, table, *statement.partspec);
}

void LearnColumns(Execution& execution, RelationId table, const ::CreateStmt& statement) {
  for (const auto* element : sql::Elements<::ColumnDef>(statement.tableElts)) {
    if (element == nullptr) continue;
    if (execution.catalog().FindColumn(*execution.Get(table), sql::Text(element->colname))) continue;
    const ColumnId id = DefineColumn(execution, table, *element);
    execution.catalog().Change(id).created_in = 0;
  }
}

void CreateTableAs(Execution& execution, const ::CreateTableAsStmt& statement) {
  const ::RangeVar& name = *statement.into->rel;
  const bool is_view = statement.objtype == OBJECT_MATVIEW;
  Operation& operation = execution.Do(OperationKind::kCreateTable, {}, &statement, name.location);
  if (statement.if_not_exists && SkipsCreation(execution, name)) {
    operation.does_nothing = FindExisting(execution, name).value != 0;
    operation.relation = execution.ResolveRelation(
        sql::QualifiedName::From(name), is_view ? RelationKind::kMaterializedView : RelationKind::kTable);
    return;
  }
  const RelationId table =
      NewRelation(execution, name, is_view ? RelationKind::kMaterializedView : RelationKind::kTable);
  operation.relation = table;
  DefineOutputColumns(execution, table, statement.query, statement.into->colNames);
  execution.catalog().Change(table).has_rows = !statement.into->skipData;
  ReadRelations(execution, statement.query, statement.into->skipData ? Reading::kNothing : Reading::kRows);
  if (is_view) RecordReads(execution, table, statement.query);
}

}  // namespace lockstep::model
