// SPDX-License-Identifier: Apache-2.0
// MIG004: flags a CHECK that is verified against existing rows while ACCESS EXCLUSIVE is held.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/name.h"

namespace lockstep::rules {

namespace {

std::string_view HelpFor(const model::Operation& operation) {
  if (operation.column) {
    return "add the column without it, then ADD CONSTRAINT … CHECK … NOT VALID, then VALIDATE CONSTRAINT in "
           "a "
           "migration of its own, which blocks neither reads nor writes";
  }
  return "add it as NOT VALID, then VALIDATE CONSTRAINT in a migration of its own, which blocks neither "
         "reads "
         "nor writes";
}

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddConstraint)) {
    const auto scans = context.WorkOf(*operation, model::WorkKind::kScan);
    if (scans.empty() || scans.front().cause != model::Cause::kCheck) continue;
    context
        .Report(*operation,
                fmt::format("CHECK constraint {} is verified against every row of {} under ACCESS EXCLUSIVE: "
                            "reads and writes wait for the whole scan",
                            sql::QuoteIdentifier(scans.front().subject), context.TablesOf(scans)))
        .Help(std::string(HelpFor(*operation)));
  }
}

}  // namespace

const lint::Rule kCheckValidatedUnderLock{
    {.id = "MIG004",
     .name = "check-validated-under-lock",
     .severity = lint::Severity::kError,
     .title = "CHECK added without NOT VALID to an existing table",
     .rationale = "ADD CONSTRAINT … CHECK holds ACCESS EXCLUSIVE while it reads the whole table; VALIDATE "
                  "CONSTRAINT does the same check "
                  "under SHARE UPDATE EXCLUSIVE.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kAddConstraint}},
    Check};

}  // namespace lockstep::rules
