// SPDX-License-Identifier: Apache-2.0
#include "model/table_like.h"

#include <vector>

#include "model/columns.h"
#include "model/not_null.h"
#include "model/object_names.h"
#include "model/partition_indexes.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

bool Includes(const ::TableLikeClause& like, TableLikeOption option) { return (like.options & option) != 0; }

IdList<ColumnId> OwnColumns(const Execution& execution, RelationId table, const IdList<ColumnId>& columns) {
  IdList<ColumnId> own;
  for (const ColumnId id : columns) {
    own.Add(execution.catalog().FindColumn(*execution.Get(table), execution.Get(id)->name),
            execution.scratch());
  }
  return own;
}

void CopyColumn(Execution& execution, RelationId table, ColumnId id, const ::TableLikeClause& like) {
  Column copy = *execution.Get(id);
  const bool keeps_value = copy.generated == Generated::kNo ? Includes(like, CREATE_TABLE_LIKE_DEFAULTS)
                                                            : Includes(like, CREATE_TABLE_LIKE_GENERATED);
  copy.relation = table;
  copy.is_local = true;
  copy.created_in = execution.environment().file;
  copy.is_identity = copy.is_identity && Includes(like, CREATE_TABLE_LIKE_IDENTITY);
  copy.generated_from = {};
  if (!keeps_value) {
    copy.has_default = false;
    copy.generated = Generated::kNo;
    copy.uses = {};
  }
  const bool is_identity = copy.is_identity;
  const ColumnId own = execution.catalog().Add(copy);
  if (is_identity) AddOwnedSequence(execution, table, own);
}

// What generated columns are made of may stand behind them.
void LinkGenerated(Execution& execution, RelationId table, RelationId source) {
  for (const ColumnId id : execution.Get(source)->columns) {
    const Column& original = *execution.Get(id);
    const ColumnId own = execution.catalog().FindColumn(*execution.Get(table), original.name);
    if (original.generated == Generated::kNo || execution.Get(own)->generated == Generated::kNo) continue;
    const IdList<ColumnId> sources = OwnColumns(execution, table, original.generated_from);
    execution.catalog().Change(own).generated_from = execution.catalog().Keep(sources);
  }
}

// With their names.
void CopyNotNulls(Execution& execution, RelationId table, RelationId source) {
  for (const ColumnId id : execution.Get(source)->columns) {
    const ConstraintObject* original = execution.Get(NotNullOf(execution, id));
    if (original == nullptr) continue;
    const ColumnId own = execution.catalog().FindColumn(*execution.Get(table), execution.Get(id)->name);
    MakeNotNull(execution, own, {.name = original->name, .is_no_inherit = original->is_no_inherit});
  }
}

void CopyChecks(Execution& execution, RelationId table, RelationId source) {
  for (const ConstraintId id : execution.Get(source)->constraints) {
    if (execution.Get(id)->kind != ConstraintKind::kCheck) continue;
    ConstraintObject copy = *execution.Get(id);
    copy.relation = table;
    copy.is_valid = copy.is_enforced;
    copy.is_inherited = false;
    copy.is_local = true;
    copy.predicate = execution.catalog().KeepValue(OnTable(execution, table, *copy.predicate));
    copy.columns = OwnColumns(execution, table, copy.columns);
    copy.created_in = execution.environment().file;
    execution.catalog().Add(copy);
  }
}

// generateClonedExtStatsStmt().
void CopyStatistics(Execution& execution, RelationId table, RelationId source) {
  const auto attachments = execution.Get(source)->attachments;
  for (const AttachmentId id : attachments) {
    Attachment copy = *execution.Get(id);
    if (copy.kind != AttachmentKind::kStatistics) continue;
    copy.relation = table;
    copy.schema = execution.Get(table)->schema;
    copy.columns = OwnColumns(execution, table, copy.columns);
    copy.name = ChooseStatisticsName(execution, table, copy.name_stem);
    execution.catalog().Add(copy);
  }
}

}  // namespace

void CopyColumns(Execution& execution, RelationId table, const ::TableLikeClause& like) {
  const RelationId source = execution.ResolveRelation(*like.relation);
  execution.Lock(source, LockMode::kAccessShare);
  if (!execution.Get(source)->is_complete) execution.catalog().Change(table).is_complete = false;
  for (const ColumnId id : execution.Get(source)->columns) CopyColumn(execution, table, id, like);
  LinkGenerated(execution, table, source);
  CopyNotNulls(execution, table, source);
}

void CopyParts(Execution& execution, RelationId table, const ::TableLikeClause& like) {
  const RelationId source = execution.ResolveRelation(*like.relation);
  if (Includes(like, CREATE_TABLE_LIKE_CONSTRAINTS)) CopyChecks(execution, table, source);
  if (Includes(like, CREATE_TABLE_LIKE_INDEXES)) {
    for (const RelationId index : execution.Get(source)->indexes) CloneIndex(execution, table, index);
  }
  if (Includes(like, CREATE_TABLE_LIKE_STATISTICS)) CopyStatistics(execution, table, source);
}

}  // namespace lockstep::model
