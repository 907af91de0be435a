// SPDX-License-Identifier: Apache-2.0
// MIG012: flags a new column that must not be null, and has nothing else to be.
// https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN
#include <fmt/format.h>

#include <algorithm>

#include "rules/all_rules.h"
#include "sql/name.h"

namespace lockstep::rules {

namespace {

std::string WhyNotNull(const lint::RuleContext& context, const model::Column& column) {
  const model::Type* type = column.type ? context.After(column.type->user_type) : nullptr;
  if (type != nullptr && !column.not_null) {
    return fmt::format("is of domain {}, which is NOT NULL, and has no default",
                       sql::QuoteIdentifier(type->name));
  }
  // ALTER COLUMN … SET DEFAULT beside it.
  if (column.has_default || column.is_identity)
    return "is NOT NULL, and the default that the same statement sets comes too late";
  return "is NOT NULL and has no default";
}

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddColumn)) {
    const model::Column* column = context.After(operation->column);
    if (column == nullptr || column->generated != model::Generated::kNo) continue;
    const auto scans = context.WorkOf(*operation, model::WorkKind::kScan);
    const auto nulls = std::find_if(scans.begin(), scans.end(), [](const model::Work& scan) {
      return scan.cause == model::Cause::kNotNull;
    });
    if (nulls == scans.end()) continue;
    context
        .Report(*operation,
                fmt::format("new column {} {}: it is NULL in every row that is there, so the statement fails "
                            "unless {} is empty",
                            context.NameOf(operation->column), WhyNotNull(context, *column),
                            context.NameOf(operation->relation)))
        .Help(
            "give it a constant default, which costs nothing; or add it without NOT NULL, fill it in "
            "batches, "
            "and make it NOT NULL in the end, as the page of MIG011 says");
  }
}

}  // namespace

const lint::Rule kAddColumnNotNullNoDefault{
    {.id = "MIG012",
     .name = "add-column-not-null-no-default",
     .severity = lint::Severity::kError,
     .title = "ADD COLUMN NOT NULL without a default on an existing table",
     .rationale =
         "Every row that is there would hold NULL in the new column, so PostgreSQL refuses the statement "
         "as soon as there is one: it works in tests, and fails in production.",
     .operations = {model::OperationKind::kAddColumn}},
    Check};

}  // namespace lockstep::rules
