// SPDX-License-Identifier: Apache-2.0
// CREATE TABLE in its forms, CREATE TABLE AS, SELECT INTO, CREATE MATERIALIZED VIEW.
#include <algorithm>
#include <span>

#include "model/columns.h"
#include "model/constraints.h"
#include "model/creation.h"
#include "model/expression.h"
#include "model/inheritance.h"
#include "model/not_null.h"
#include "model/output_columns.h"
#include "model/partitions.h"
#include "model/queries.h"
#include "model/statements.h"
#include "model/table_like.h"

namespace lockstep::model {

namespace {

// What is carried out together, in this order (DefineRelation() in tablecmds.c, transformCreateStmt() in
// parse_utilcmd.c): every name that is made up finds those before it taken.
enum class Round : uint8_t { kChecks, kPrimaryKey, kIndexes, kForeignKeys, kNone };

Round RoundOf(const ::Constraint& constraint) {
  switch (constraint.contype) {
    case CONSTR_CHECK:
      return Round::kChecks;
    case CONSTR_PRIMARY:
      return Round::kPrimaryKey;
    case CONSTR_UNIQUE:
    case CONSTR_EXCLUSION:
      return Round::kIndexes;
    case CONSTR_FOREIGN:
      return Round::kForeignKeys;
    default:
      return Round::kNone;
  }
}

// The constraints of a CREATE TABLE, those of its columns too, in the order written; NOT NULL is told apart
// (not_null.h).
std::pmr::vector<ConstraintDefinition> ConstraintsOf(const Execution& execution, RelationId table,
                                                     const ::List* elements) {
  std::pmr::vector<ConstraintDefinition> constraints(execution.scratch());
  for (const auto* element : sql::Elements<::Node>(elements)) {
    if (const auto* constraint = sql::As<::Constraint>(element)) {
      if (RoundOf(*constraint) != Round::kNone) constraints.push_back({.node = *constraint});
    }
    const auto* column = sql::As<::ColumnDef>(element);
    if (column == nullptr) continue;
    for (const auto* constraint : sql::Elements<::Constraint>(column->constraints)) {
      if (constraint == nullptr || RoundOf(*constraint) == Round::kNone) continue;
      const ColumnId id = execution.catalog().FindColumn(*execution.Get(table), sql::Text(column->colname));
      constraints.push_back({.node = WithAttributes(column->constraints, *constraint), .column = id});
    }
  }
  return constraints;
}

std::vector<std::string_view> NamesOf(const ::List* names) {
  std::vector<std::string_view> result;
  for (const auto* name : sql::Elements<::Node>(names)) result.push_back(sql::StringOf(name));
  return result;
}

bool IsSameKey(const Execution& execution, const ConstraintDefinition& left,
               const ConstraintDefinition& right) {
  const auto is_key = [](const ::Constraint& node) {
    return (node.contype == CONSTR_PRIMARY || node.contype == CONSTR_UNIQUE) && node.indexname == nullptr;
  };
  const auto columns = [&](const ConstraintDefinition& key) {
    return key.column ? std::vector<std::string_view>{execution.Get(key.column)->name}
                      : NamesOf(key.node.keys);
  };
  return is_key(left.node) && is_key(right.node) && columns(left) == columns(right) &&
         NamesOf(left.node.including) == NamesOf(right.node.including) &&
         left.node.nulls_not_distinct == right.node.nulls_not_distinct &&
         left.node.deferrable == right.node.deferrable && left.node.initdeferred == right.node.initdeferred;
}

// A key on the same columns as an earlier one is that one, which takes the name where it has none
// (transformIndexConstraints()). The primary key is the first of all.
void MergeKeys(const Execution& execution, std::pmr::vector<ConstraintDefinition>& constraints) {
  const auto is_before = [](const ConstraintDefinition& left, const ConstraintDefinition& right) {
    return RoundOf(left.node) < RoundOf(right.node);
  };
  // They mostly are, and stable_sort() takes memory for whatever it is given.
  if (!std::is_sorted(constraints.begin(), constraints.end(), is_before))
    std::stable_sort(constraints.begin(), constraints.end(), is_before);
  for (size_t i = 0; i < constraints.size(); ++i) {
    ::Constraint& key = constraints[i].node;
    for (size_t j = i + 1; j < constraints.size();) {
      if (!IsSameKey(execution, constraints[i], constraints[j])) {
        ++j;
        continue;
      }
      if (key.conname == nullptr) key.conname = constraints[j].node.conname;
      constraints.erase(constraints.begin() + static_cast<std::ptrdiff_t>(j));
    }
  }
}

void AddConstraints(Execution& execution, RelationId table, std::span<const ConstraintDefinition> constraints,
                    Round round) {
  std::pmr::vector<PendingWork> none(execution.scratch());
  for (const ConstraintDefinition& constraint : constraints) {
    if (RoundOf(constraint.node) == round) AddConstraint(execution, table, constraint, none);
  }
}

void AddColumns(Execution& execution, RelationId table, const ::List* elements) {
  for (const auto* element : sql::Elements<::Node>(elements)) {
    if (const auto* like = sql::As<::TableLikeClause>(element)) CopyColumns(execution, table, *like);
    const auto* column = sql::As<::ColumnDef>(element);
    if (column == nullptr) continue;
    // Parents have it, or the type of OF.
    const ColumnId existing =
        execution.catalog().FindColumn(*execution.Get(table), sql::Text(column->colname));
    if (existing) {
      MergeDefinition(execution, existing, *column);
    } else {
      DefineColumn(execution, table, *column);
    }
  }
}

void SetPartitionKey(Execution& execution, RelationId table, const ::PartitionSpec& spec) {
  IdList<ColumnId> key;
  Uses uses;
  for (const auto* element : sql::Elements<::PartitionElem>(spec.partParams)) {
    if (element == nullptr) continue;
    if (element->name == nullptr) {
      for (const FunctionId id : FactsOf(execution, element->expr).uses.functions)
        uses.functions.push_back(id);
      continue;
    }
    if (const ColumnId id = execution.catalog().FindColumn(*execution.Get(table), element->name))
      key.Add(id, execution.scratch());
  }
  execution.catalog().SetUses(table, uses);
  Relation& relation = execution.catalog().Change(table);
  relation.kind = RelationKind::kPartitionedTable;
  relation.partition_key = execution.catalog().Keep(key);
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
  for (const ColumnId column : execution.Get(table)->columns)
    execution.catalog().Change(column).is_local = true;
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
  if (statement.partbound != nullptr) {
    const RelationId table =
        execution.ResolveRelation(*sql::As<::RangeVar>(sql::At(statement.inhRelations, 0)));
    if (RefusesPartition(execution, table, *statement.partbound)) {
      execution.Lock(table, LockMode::kAccessExclusive);
      return;
    }
  }
  const bool is_foreign = statement.type == T_CreateForeignTableStmt;
  const RelationId table = NewRelation(execution, *statement.relation,
                                       is_foreign ? RelationKind::kForeignTable : RelationKind::kTable);
  operation.relation = table;
  if (statement.oncommit == ONCOMMIT_DROP) execution.catalog().Change(table).drops_on_commit = true;
  // INHERITS and PARTITION OF come in one list (transformCreateStmt()).
  RelationId parent;
  for (const auto* name : sql::Elements<::RangeVar>(statement.inhRelations)) {
    if (name == nullptr) continue;
    parent = execution.ResolveRelation(*name);
    if (statement.partbound == nullptr) execution.Lock(parent, LockMode::kShareUpdateExclusive);
    InheritFrom(execution, table, parent);
  }
  if (statement.ofTypename != nullptr) TakeAttributesOf(execution, table, *statement.ofTypename);
  AddColumns(execution, table, statement.tableElts);
  if (statement.partspec != nullptr) SetPartitionKey(execution, table, *statement.partspec);
  if (statement.partbound != nullptr) BecomePartition(execution, table, parent, *statement.partbound);
  auto constraints = ConstraintsOf(execution, table, statement.tableElts);
  MergeKeys(execution, constraints);
  AddConstraints(execution, table, constraints, Round::kChecks);
  AddNotNulls(execution, table, statement.tableElts);
  AddConstraints(execution, table, constraints, Round::kPrimaryKey);
  AddConstraints(execution, table, constraints, Round::kIndexes);
  for (const auto* like : sql::Elements<::TableLikeClause>(statement.tableElts)) {
    if (like != nullptr) CopyParts(execution, table, *like);
  }
  AddConstraints(execution, table, constraints, Round::kForeignKeys);
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
    operation.relation =
        execution.ResolveRelation(name, is_view ? RelationKind::kMaterializedView : RelationKind::kTable);
    return;
  }
  if (FindExisting(execution, name)) {
    return execution.Fail("42P07",
                          "relation \"" + std::string(sql::Text(name.relname)) + "\" already exists");
  }
  const RelationId table =
      NewRelation(execution, name, is_view ? RelationKind::kMaterializedView : RelationKind::kTable);
  operation.relation = table;
  if (statement.into->onCommit == ONCOMMIT_DROP) execution.catalog().Change(table).drops_on_commit = true;
  DefineOutputColumns(execution, table, statement.query, statement.into->colNames);
  execution.catalog().Change(table).has_rows = !statement.into->skipData;
  ReadRelations(execution, statement.query, statement.into->skipData ? Reading::kNothing : Reading::kRows);
  if (!is_view) return;
  RecordReads(execution, table, statement.query, TablesOf(execution, statement.query, Reading::kNothing));
}

}  // namespace lockstep::model
