// SPDX-License-Identifier: Apache-2.0
// MIG023: flags IF NOT EXISTS that would take the INVALID index of a broken build for the real one.
// https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

void Check(lint::RuleContext& context) {
  // Our own runner clears up after a build that failed.
  if (context.file().runner == model::Runner::kLockstep) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kCreateIndex)) {
    const auto* statement = sql::As<::IndexStmt>(operation->node);
    if (statement == nullptr || !statement->concurrent || !statement->if_not_exists) continue;
    if (operation->does_nothing || !context.IsExisting(operation->relation)) continue;
    const std::string_view name = sql::Text(statement->idxname);
    if (context.facts().DropsIndexBefore(name, context.index())) continue;
    context
        .Report(
            *operation,
            fmt::format("a build that failed leaves {} behind as INVALID, and IF NOT EXISTS then takes it "
                        "for done: the index is maintained, and never used",
                        sql::QuoteIdentifier(name)))
        .Help("DROP INDEX CONCURRENTLY IF EXISTS it first, and create it without IF NOT EXISTS");
  }
}

}  // namespace

const lint::Rule kInvalidIndexTrap{
    {.id = "MIG023",
     .name = "invalid-index-trap",
     .severity = lint::Severity::kWarning,
     .title = "CREATE INDEX CONCURRENTLY IF NOT EXISTS without dropping first",
     .rationale = "An INVALID index counts as existing: the second attempt succeeds and does nothing.",
     .operations = {model::OperationKind::kCreateIndex}},
    Check};

}  // namespace lockstep::rules
