// SPDX-License-Identifier: Apache-2.0
// CREATE [OR REPLACE] VIEW (DefineVirtualRelation() in PostgreSQL's view.c) and REFRESH MATERIALIZED VIEW
// (ExecRefreshMatView() in matview.c).
#include <algorithm>
#include <string>
#include <string_view>

#include "model/creation.h"
#include "model/output_columns.h"
#include "model/queries.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// checkViewColumns(): OR REPLACE may only add columns, at the end.
void CheckColumns(Execution& execution, const Relation& before, const Relation& after) {
  if (!before.is_complete || !after.is_complete) return;
  if (after.columns.size() < before.columns.size())
    return execution.Fail("42P16", "cannot drop columns from view");
  for (size_t i = 0; i < before.columns.size(); ++i) {
    const std::string_view old_name =
        execution.catalog().Get(before.columns[i], execution.record().before)->name;
    const std::string_view new_name = execution.Get(after.columns[i])->name;
    if (old_name == new_name) continue;
    return execution.Fail("42P16", "cannot change name of view column \"" + std::string(old_name) +
                                       "\" to \"" + std::string(new_name) + "\"");
  }
}

// The view of that name gets the columns of the statement's query.
void ReplaceColumns(Execution& execution, RelationId view, const ::ViewStmt& statement) {
  const Relation before = *execution.Get(view);  // a copy: a new view is changed in place
  for (const ColumnId column : before.columns) execution.catalog().Remove(column);
  Relation& changed = execution.catalog().Change(view);
  changed.columns.clear();
  changed.is_complete = true;
  DefineOutputColumns(execution, view, statement.query, statement.aliases);
  CheckColumns(execution, before, *execution.Get(view));
}

// The rows of a query that is only known by what a materialized view reads.
void ReadSources(Execution& execution, const Relation& view) {
  for (const RelationId source : view.view->reads) {
    for (const RelationId table : WithDescendants(execution.catalog(), source)) {
      execution.Lock(table, LockMode::kAccessShare);
      const bool wholly = Contains(view.view->scans, source);
      const Relation* relation = execution.Get(table);
      if (wholly && relation != nullptr && relation->IsTable() && !relation->IsPartitioned()) {
        execution.Scan(table, Cause::kQuery);
      }
    }
  }
}

// What tells the rows apart (is_usable_unique_index()).
bool HasUsableUniqueIndex(const Execution& execution, const Relation& view) {
  return std::any_of(view.indexes.begin(), view.indexes.end(), [&](RelationId id) {
    const IndexFacts& index = *execution.Get(id)->index;
    return index.is_unique && index.is_valid && !index.has_predicate && !index.has_expressions;
  });
}

void RefreshConcurrently(Execution& execution, RelationId id, const Relation& view) {
  execution.Lock(id, LockMode::kExclusive);
  if (view.created_in != 0 && !HasUsableUniqueIndex(execution, view)) {
    return execution.Fail("55000", "cannot refresh materialized view \"" + std::string(view.name) +
                                       "\" concurrently: it has no unique index without WHERE on columns");
  }
  ReadSources(execution, view);
  execution.Scan(id, Cause::kRefresh);  // compared with the new rows
}

void RefreshWholly(Execution& execution, RelationId id, const Relation& view, bool with_data) {
  execution.Lock(id, LockMode::kAccessExclusive);
  for (const RelationId index : view.indexes) execution.Lock(index, LockMode::kAccessExclusive);
  if (with_data) {
    ReadSources(execution, view);
    execution.Rewrite(id, Cause::kRefresh);
    execution.Scan(id, Cause::kRefresh);
  }
  if (!view.indexes.empty()) execution.BuildIndex(id, with_data ? Cause::kRefresh : Cause::kTruncate);
}

}  // namespace

void CreateView(Execution& execution, const ::ViewStmt& statement) {
  const ::RangeVar& name = *statement.view;
  execution.Do(OperationKind::kCreateOther, {}, &statement, name.location);
  const auto uses = TablesOf(execution, statement.query, Reading::kNothing);
  ReadRelations(execution, uses, Reading::kNothing);
  RelationId view = FindExisting(execution, name);
  if (view && !statement.replace) {
    return execution.Fail("42P07",
                          "relation \"" + std::string(execution.Get(view)->name) + "\" already exists");
  }
  if (view) {
    execution.Lock(view, LockMode::kAccessExclusive);
  } else {
    view = NewRelation(execution, name, RelationKind::kView);
  }
  execution.record().operations.back().relation = view;
  ReplaceColumns(execution, view, statement);
  RecordReads(execution, view, statement.query, uses);
}

void RefreshMaterializedView(Execution& execution, const ::RefreshMatViewStmt& statement) {
  const RelationId id = execution.ResolveRelation(*statement.relation, RelationKind::kMaterializedView);
  execution.Do(OperationKind::kRefresh, id, &statement, statement.relation->location);
  const Relation& view = *execution.Get(id);
  if (statement.concurrent) {
    RefreshConcurrently(execution, id, view);
  } else {
    RefreshWholly(execution, id, view, !statement.skipData);
  }
}

}  // namespace lockstep::model
