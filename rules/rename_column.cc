// SPDX-License-Identifier: Apache-2.0
// MIG006: flags RENAME COLUMN of something that running clients may name.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-RENAME
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kRenameColumn)) {
    if (operation->does_nothing || !context.IsExisting(operation->relation)) continue;
    const model::Column* column = context.Before(operation->column);
    if (column != nullptr && column->created_in == context.file().number) continue;
    const auto* statement = sql::As<::RenameStmt>(operation->node);
    if (statement == nullptr) continue;
    context
        .Report(*operation,
                fmt::format(
                    "renaming column {} of {} to {} breaks every client that uses the old name, at once",
                    sql::QuoteIdentifier(sql::Text(statement->subname)), context.NameOf(operation->relation),
                    sql::QuoteIdentifier(sql::Text(statement->newname))))
        .Help(
            "add a column of the new name, keep both in step by a trigger until no client uses the old one, "
            "then drop that");
  }
}

}  // namespace

const lint::Rule kRenameColumn{
    {.id = "MIG006",
     .name = "rename-column",
     .severity = lint::Severity::kError,
     .title = "RENAME COLUMN of an existing table, view or type",
     .rationale =
         "Old and new clients run side by side during a release; after the rename one of the two fails.",
     .operations = {model::OperationKind::kRenameColumn}},
    Check};

}  // namespace lockstep::rules
