// SPDX-License-Identifier: Apache-2.0
// MIG004: flags a CHECK that is verified against existing rows while ACCESS EXCLUSIVE is held.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/all_rules.h"
#include "sql/name.h"

namespace lockstep::rules {

namespace {

void Check(lint::RuleContext& context) {
  std::set<const ::Node*> reported;  // once for a table and all of its partitions
  for (const model::Operation& operation : context.statement().operations) {
    if (operation.kind != model::OperationKind::kAddConstraint || reported.contains(operation.node)) continue;
    const auto all = context.WorkOf(operation);
    const auto scan = std::find_if(all.begin(), all.end(), [](const model::Work& work) {
      return work.kind == model::WorkKind::kScan && work.cause == model::Cause::kCheck;
    });
    if (scan == all.end()) continue;
    reported.insert(operation.node);
    const bool in_column = static_cast<bool>(operation.column);
    context
        .Report(
            operation,
            fmt::format(
                "CHECK constraint {} is verified against every row of {} under ACCESS EXCLUSIVE: reads and "
                "writes wait for the whole scan",
                sql::QuoteIdentifier(scan->subject), context.NameOf(scan->table)))
        .Help(in_column ? "add the column without it, then ADD CONSTRAINT … CHECK … NOT VALID, then VALIDATE "
                          "CONSTRAINT in a migration "
                          "of its own, which blocks neither reads nor writes"
                        : "add it as NOT VALID, then VALIDATE CONSTRAINT in a migration of its own, which "
                          "blocks neither reads nor "
                          "writes");
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
                  "under SHARE UPDATE EXCLUSIVE."},
    Check};

}  // namespace lockstep::rules
