// SPDX-License-Identifier: Apache-2.0
// MIG005: flags DROP COLUMN of a column that running clients may use, and says what goes with it.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lint/effect_summary.h"
#include "model/columns.h"
#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

std::string Join(const std::vector<std::string>& items) {
  std::string joined;
  for (const std::string& item : items) joined += (joined.empty() ? "" : ", ") + item;
  return joined;
}

// Indexes, constraints and (with CASCADE) views that are dropped along.
std::vector<std::string> GoesAlong(const lint::RuleContext& context, model::ColumnId column, bool cascade) {
  const model::Catalog& catalog = context.catalog();
  const model::Snapshot before = context.statement().before;
  std::vector<std::string> items;
  std::set<model::RelationId> owned;
  for (const model::ConstraintId id : model::ConstraintsUsing(catalog, column, before)) {
    const model::ConstraintObject* constraint = context.Before(id);
    owned.insert(constraint->index);
    items.push_back("constraint " + sql::QuoteIdentifier(constraint->name));
  }
  for (const model::RelationId id : model::IndexesUsing(catalog, column, before)) {
    if (!owned.contains(id)) items.push_back("index " + sql::QuoteIdentifier(context.Before(id)->name));
  }
  if (!cascade) return items;
  for (const model::RelationId id : model::ViewsUsing(catalog, column, before))
    items.push_back("view " + context.NameOf(id));
  return items;
}

// Of a composite type only what typed tables have of it.
bool HasData(const lint::RuleContext& context, const model::Operation& operation) {
  const auto& operations = context.statement().operations;
  return std::any_of(operations.begin(), operations.end(), [&](const model::Operation& other) {
    if (!lint::AreOne(operation, other) || !context.IsExisting(other.relation)) return false;
    const model::Relation* relation = context.Before(other.relation);
    return relation == nullptr || relation->IsTable();
  });
}

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kDropColumn)) {
    if (operation->does_nothing || !HasData(context, *operation)) continue;
    // Of what goes with a type or a function MIG016 says it.
    if (sql::As<::DropStmt>(context.statement().statement->node) != nullptr) continue;
    const model::Column* column = context.Before(operation->column);
    if (column != nullptr && column->created_in == context.file().number) continue;
    const auto* command = sql::As<::AlterTableCmd>(operation->node);
    const auto items =
        GoesAlong(context, operation->column, command != nullptr && command->behavior == DROP_CASCADE);
    context
        .Report(
            *operation,
            fmt::format(
                "dropping column {} of {} loses its data and breaks clients that still name it{}",
                context.NameOf(operation->column), context.NameOf(operation->relation),
                items.empty() ? "" : "; " + Join(items) + (items.size() == 1 ? " goes" : " go") + " with it"))
        .Help(
            "deploy clients that no longer use the column first; then drop it, with a directive that says "
            "so");
  }
}

}  // namespace

const lint::Rule kDropColumn{{.id = "MIG005",
                              .name = "drop-column",
                              .severity = lint::Severity::kError,
                              .title = "DROP COLUMN of an existing table",
                              .rationale = "Clients that still name the column fail at once, and its data "
                                           "does not come back with a rollback of the release.",
                              .operations = {model::OperationKind::kDropColumn}},
                             Check};

}  // namespace lockstep::rules
