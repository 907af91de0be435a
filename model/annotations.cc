// SPDX-License-Identifier: Apache-2.0
// What is said of a table without changing it: COMMENT and SECURITY LABEL (comment.c, seclabel.c of
// PostgreSQL), CREATE STATISTICS (statscmds.c).
#include "model/column_names.h"
#include "model/expression.h"
#include "model/object_names.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

sql::QualifiedName WithoutLast(const ::List* names) {
  sql::QualifiedName result;
  const size_t parts = sql::Length(names);
  if (parts >= 2) result.name = sql::StringOf(sql::At(names, parts - 2));
  if (parts >= 3) result.schema = sql::StringOf(sql::At(names, parts - 3));
  return result;
}

// What get_object_address() opens to find the object, and how.
struct Target {
  sql::QualifiedName relation;
  LockMode mode = LockMode::kNone;
  std::string_view column = {};
};

Target TargetOf(ObjectType type, const ::Node* object) {
  const auto* names = sql::As<::List>(object);
  switch (type) {
    case OBJECT_FOREIGN_TABLE:
    case OBJECT_INDEX:
    case OBJECT_MATVIEW:
    case OBJECT_SEQUENCE:
    case OBJECT_TABLE:
    case OBJECT_VIEW:
      return {.relation = sql::QualifiedName::From(names), .mode = LockMode::kShareUpdateExclusive};
    case OBJECT_COLUMN:
      return {.relation = WithoutLast(names),
              .mode = LockMode::kShareUpdateExclusive,
              .column = sql::LastName(names)};
    case OBJECT_POLICY:
    case OBJECT_RULE:
    case OBJECT_TABCONSTRAINT:
    case OBJECT_TRIGGER:
      return {.relation = WithoutLast(names), .mode = LockMode::kAccessShare};
    default:  // of no table
      return {};
  }
}

void Annotate(Execution& execution, ObjectType type, const ::Node* object, const void* statement) {
  Operation& operation = execution.Do(OperationKind::kAnnotate, {}, statement);
  const Target target = TargetOf(type, object);
  if (target.relation.name.empty()) return;
  const RelationId id = execution.ResolveRelation(target.relation);
  if (execution.failed()) return;
  operation.relation = id;
  execution.Lock(id, target.mode);
  if (target.column.empty()) return;
  operation.column = execution.ResolveColumn(id, target.column);
  if (operation.column) return;
  execution.Fail("42703", "column \"" + std::string(target.column) + "\" of relation \"" +
                              std::string(execution.Get(id)->name) + "\" does not exist");
}

}  // namespace

void Comment(Execution& execution, const ::CommentStmt& statement) {
  Annotate(execution, statement.objtype, statement.object, &statement);
}

void SetSecurityLabel(Execution& execution, const ::SecLabelStmt& statement) {
  Annotate(execution, statement.objtype, statement.object, &statement);
}

void CreateStatistics(Execution& execution, const ::CreateStatsStmt& statement) {
  execution.Do(OperationKind::kAnnotate, {}, &statement);
  const std::string_view name = sql::LastName(statement.defnames);
  const std::string named_schema = sql::QualifiedName::From(statement.defnames).schema;
  for (const auto* table : sql::Elements<::RangeVar>(statement.relations)) {
    if (table == nullptr) continue;
    const RelationId id = execution.ResolveRelation(*table);
    execution.record().operations.back().relation = id;
    const SchemaId schema =
        name.empty() ? execution.Get(id)->schema : execution.SchemaForCreation(named_schema);
    execution.Lock(id, LockMode::kShareUpdateExclusive);
    if (!name.empty() && execution.catalog().FindStatistics(schema, name)) {
      if (statement.if_not_exists) return;
      return execution.Fail("42710", "statistics object \"" + std::string(name) + "\" already exists");
    }
    Attachment statistics;
    statistics.kind = AttachmentKind::kStatistics;
    statistics.relation = id;
    statistics.schema = schema;
    ColumnNames stem(execution.scratch());
    for (const auto* element : sql::Elements<::StatsElem>(statement.exprs)) {
      if (element == nullptr) continue;
      auto names = FactsOf(execution, element->expr).columns;
      if (element->name != nullptr) names.push_back(element->name);
      stem.emplace_back(element->name != nullptr ? element->name : "expr");
      for (const std::string_view column : names) {
        if (const ColumnId found = execution.ResolveColumn(id, column))
          statistics.columns.Add(found, execution.scratch());
      }
    }
    statistics.name_stem = JoinColumnNames(stem);
    statistics.name = name.empty() ? ChooseStatisticsName(execution, id, statistics.name_stem) : name;
    execution.catalog().Add(statistics);
  }
}

}  // namespace lockstep::model
