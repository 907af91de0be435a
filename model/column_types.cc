// SPDX-License-Identifier: Apache-2.0
// ALTER COLUMN … TYPE: ATPrepAlterColumnType(), ATExecAlterColumnType() and ATPostAlterTypeCleanup() of
// PostgreSQL's tablecmds.c.
#include <algorithm>

#include "model/columns.h"
#include "model/type_change.h"

namespace lockstep::model {

namespace {

bool UsedByGeneratedColumn(const Execution& execution, RelationId table, ColumnId column) {
  const Relation* relation = execution.Get(table);
  return std::any_of(relation->columns.begin(), relation->columns.end(), [&](ColumnId id) {
    const Column* other = execution.Get(id);
    return id != column && other->generated_from.Contains(column);
  });
}

// What PostgreSQL refuses, whatever the types (0A000, 42P16).
bool Refused(Execution& execution, RelationId table, ColumnId column) {
  const Relation* relation = execution.Get(table);
  if (std::find(relation->partition_key.begin(), relation->partition_key.end(), column) !=
      relation->partition_key.end()) {
    execution.Fail("42P16", "cannot alter column \"" + std::string(execution.Get(column)->name) +
                                "\" because it is part of the partition key of relation \"" +
                                std::string(relation->name) + "\"");
    return true;
  }
  for (const AttachmentId id : relation->attachments) {
    const Attachment& attachment = *execution.Get(id);
    const bool names =
        std::find(attachment.columns.begin(), attachment.columns.end(), column) != attachment.columns.end();
    if (!names || attachment.kind == AttachmentKind::kStatistics) continue;
    execution.Fail("0A000", "cannot alter type of a column used in " + execution.Describe(id));
    return true;
  }
  const auto views = ViewsUsing(execution.catalog(), column, execution.catalog().Now());
  if (!views.empty()) {
    execution.Fail("0A000", "cannot alter type of a column used by a view or rule (view " +
                                execution.catalog().DisplayName(views.front()) + ")");
    return true;
  }
  if (UsedByGeneratedColumn(execution, table, column)) {
    // PostgreSQL 15 gave it another code.
    const bool is_14 = execution.environment().pg_version < 15;
    execution.Fail(is_14 ? "42601" : "0A000", "cannot alter type of a column used by a generated column");
    return true;
  }
  return false;
}

// ATPrepAlterColumnType() and ATExecAlterColumnType(): USING says how the values are converted, but not the
// default.
bool CannotBeConverted(Execution& execution, const Column& column, const ColumnType& new_type,
                       bool is_told_how) {
  if (!column.type || (is_told_how && !column.has_literal_default)) return false;
  // Composite types and foreign tables have no rows that would have to be converted.
  const Relation& relation = *execution.Get(column.relation);
  if (relation.kind == RelationKind::kCompositeType) return false;
  if (relation.kind == RelationKind::kForeignTable && !column.has_literal_default) return false;
  if (IsAssignable(execution, *column.type, new_type).value_or(true)) return false;
  execution.Fail("42804", (is_told_how ? "default for column \"" : "column \"") + std::string(column.name) +
                              "\" cannot be cast automatically to type " + new_type.ref.Display());
  return true;
}

// Indexes on the column are dropped and defined again; the old file is kept where nothing in it would differ.
void RedefineIndexes(Execution& execution, RelationId table, ColumnId column,
                     const std::optional<ColumnType>& old_type, const ColumnType& new_type, bool rewrites) {
  for (const RelationId id : IndexesUsing(execution.catalog(), column)) {
    execution.Lock(id, LockMode::kAccessExclusive);
    if (rewrites || execution.Get(table)->IsPartitioned()) continue;
    const Relation* index = execution.Get(id);
    const bool is_key = Contains(index->index->keys, column);
    ColumnType key_type = new_type;
    if (old_type && Contains(index->index->collated, column)) key_type.collation = old_type->collation;
    // The parts of a partitioned table's index are made anew with it.
    const bool survives =
        !index->index->parent && !index->index->has_expressions && !index->index->has_predicate &&
        (!is_key || (old_type && IndexSurvives(execution, *old_type, key_type, index->index->access_method)));
    if (survives) continue;
    execution.Scan(table, Cause::kIndex, index->name);
    execution.BuildIndex(table, Cause::kIndex, index->name);
  }
}

void RedefineConstraints(Execution& execution, RelationId table, ColumnId column,
                         const std::optional<ColumnType>& old_type, const ColumnType& new_type, bool rewrites,
                         std::pmr::vector<PendingWork>& pending) {
  const auto scan = [&](RelationId target, Cause cause, std::string_view name) {
    pending.push_back({.table = target,
                       .work = {.kind = WorkKind::kScan, .table = target, .cause = cause, .subject = name}});
  };
  for (const ConstraintId id : ConstraintsUsing(execution.catalog(), column, execution.catalog().Now())) {
    const ConstraintObject* constraint = execution.Get(id);
    switch (constraint->kind) {
      case ConstraintKind::kCheck:
        if (constraint->is_valid) scan(table, Cause::kCheck, constraint->name);
        break;
      case ConstraintKind::kForeignKey: {
        // Its triggers are made anew on both sides; checked again unless the comparison stays the same
        // (TryReuseForeignKey()).
        execution.Lock(constraint->relation, LockMode::kAccessExclusive);
        execution.LockTree(constraint->referenced, LockMode::kAccessExclusive);
        const bool same_comparison =
            !rewrites && old_type && IndexSurvives(execution, *old_type, new_type, "btree");
        if (!constraint->is_valid || same_comparison) break;
        scan(constraint->relation, Cause::kForeignKey, constraint->name);
        for (const RelationId target : WithDescendants(execution.catalog(), constraint->referenced)) {
          scan(target, Cause::kForeignKey, constraint->name);
        }
        break;
      }
      case ConstraintKind::kNotNull:
      case ConstraintKind::kPrimaryKey:
      case ConstraintKind::kUnique:
      case ConstraintKind::kExclusion:
        break;  // their indexes are seen to above
    }
  }
}

}  // namespace

void AlterColumnType(Execution& execution, RelationId table, ColumnId column, const ::ColumnDef& definition,
                     std::pmr::vector<PendingWork>& pending) {
  if (Refused(execution, table, column)) return;
  const Column* object = execution.Get(column);
  const std::optional<ColumnType> old_type = object->type;
  ColumnType new_type = execution.ResolveType(*definition.typeName);
  if (CannotBeConverted(execution, *object, new_type, definition.raw_default != nullptr)) return;
  if (definition.collClause != nullptr) new_type.collation = sql::LastName(definition.collClause->collname);
  const auto cause =
      WhyTypeChangeRewrites(execution, old_type, new_type, object->name, definition.raw_default);
  if (cause && !execution.Get(table)->IsPartitioned()) {
    pending.push_back(
        {.table = table,
         .work = {.kind = WorkKind::kRewrite, .table = table, .cause = *cause, .subject = object->name}});
  }
  RedefineIndexes(execution, table, column, old_type, new_type, cause.has_value());
  RedefineConstraints(execution, table, column, old_type, new_type, cause.has_value(), pending);
  execution.catalog().SetType(column, new_type);
  if (execution.Get(column)->has_literal_default)
    execution.catalog().Change(column).has_literal_default = false;
}

}  // namespace lockstep::model
