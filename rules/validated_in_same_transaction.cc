// SPDX-License-Identifier: Apache-2.0
// MIG021: flags a NOT VALID constraint that is validated while the lock of its ADD CONSTRAINT is still held.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/name.h"

namespace lockstep::rules {

namespace {

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kValidateConstraint)) {
    const model::ConstraintObject* constraint = context.After(operation->constraint);
    if (operation->does_nothing || constraint == nullptr) continue;
    if (context.BeforeTransaction(operation->constraint) != nullptr) continue;
    const auto scans = context.WorkOf(*operation, model::WorkKind::kScan);
    if (scans.empty() || !context.IsExisting(operation->relation)) continue;
    const bool is_foreign_key = constraint->kind == model::ConstraintKind::kForeignKey;
    context
        .Report(
            *operation,
            fmt::format("constraint {} is validated in the transaction that added it, under the {} that ADD "
                        "CONSTRAINT holds on {} until the end: {} for the whole scan, as without NOT VALID",
                        sql::QuoteIdentifier(constraint->name),
                        is_foreign_key ? "SHARE ROW EXCLUSIVE" : "ACCESS EXCLUSIVE",
                        context.NameOf(operation->relation),
                        is_foreign_key ? "writes wait" : "reads and writes wait"))
        .Help("move VALIDATE CONSTRAINT to a migration of its own");
  }
}

}  // namespace

const lint::Rule kValidatedInSameTransaction{
    {.id = "MIG021",
     .name = "validated-in-same-transaction",
     .severity = lint::Severity::kError,
     .title = "NOT VALID constraint validated in the transaction that added it",
     .rationale =
         "VALIDATE CONSTRAINT by itself blocks neither reads nor writes, but a transaction keeps the lock of "
         "its ADD CONSTRAINT until it ends.",
     .operations = {model::OperationKind::kValidateConstraint}},
    Check};

}  // namespace lockstep::rules
