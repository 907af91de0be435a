// SPDX-License-Identifier: Apache-2.0
// MIG030: flags REFRESH MATERIALIZED VIEW that keeps readers out.
// https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html
#include <fmt/format.h>

#include <algorithm>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// is_usable_unique_index() in PostgreSQL's matview.c.
bool HasUsableUniqueIndex(const lint::RuleContext& context, const model::Relation& view) {
  return std::any_of(view.indexes.begin(), view.indexes.end(), [&](model::RelationId id) {
    const model::Relation* index = context.Before(id);
    return index != nullptr && index->index->is_unique && index->index->is_valid &&
           !index->index->has_predicate && !index->index->has_expressions;
  });
}

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kRefresh)) {
    const auto* statement = sql::As<::RefreshMatViewStmt>(operation->node);
    if (statement == nullptr || statement->concurrent || !context.IsExisting(operation->relation)) continue;
    const model::Relation* view = context.Before(operation->relation);
    const bool has_index = view != nullptr && HasUsableUniqueIndex(context, *view);
    const std::string name = context.NameOf(operation->relation);
    const std::string message =
        statement->skipData
            ? fmt::format(
                  "REFRESH … WITH NO DATA empties {} under ACCESS EXCLUSIVE, and SELECT from it fails until "
                  "it is "
                  "filled again",
                  name)
            : fmt::format("REFRESH holds ACCESS EXCLUSIVE on {} while its query runs: whoever reads it waits",
                          name);
    context.Report(*operation, message)
        .Help(
            has_index
                ? "use REFRESH MATERIALIZED VIEW CONCURRENTLY"
                : "create a UNIQUE index on columns of it, without WHERE, then use REFRESH MATERIALIZED VIEW "
                  "CONCURRENTLY");
  }
}

}  // namespace

const lint::Rule kRefreshBlocking{
    {.id = "MIG030",
     .name = "refresh-blocking",
     .severity = lint::Severity::kWarning,
     .title = "REFRESH MATERIALIZED VIEW without CONCURRENTLY on an existing one",
     .rationale = "A plain REFRESH keeps readers out until the query is done; CONCURRENTLY lets them read "
                  "the old rows.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kRefresh}},
    Check};

}  // namespace lockstep::rules
