// SPDX-License-Identifier: Apache-2.0
// MIG001: flags CREATE INDEX without CONCURRENTLY on a table that others may be writing to.
// https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

bool BuildsNothing(const model::Relation& table, const ::IndexStmt& statement) {
  // The lock on a materialized view blocks nothing but REFRESH.
  if (table.kind == model::RelationKind::kMaterializedView) return true;
  if (!table.IsPartitioned()) return false;
  // ON ONLY makes an index without content, and without partitions there is nothing to build.
  return !statement.relation->inh || (table.is_complete && table.children.empty());
}

std::string HelpFor(const model::Relation& table, const ::IndexStmt& statement) {
  if (table.IsPartitioned()) {
    return "CONCURRENTLY is refused on a partitioned table: CREATE INDEX … ON ONLY the parent, CREATE INDEX "
           "CONCURRENTLY on each partition, then ALTER INDEX … ATTACH PARTITION";
  }
  return fmt::format("use CREATE {}INDEX CONCURRENTLY, alone in a migration of its own",
                     statement.unique ? "UNIQUE " : "");
}

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kCreateIndex)) {
    if (operation->does_nothing || !context.IsExisting(operation->relation)) continue;
    const auto* statement = sql::As<::IndexStmt>(operation->node);
    if (statement == nullptr || statement->concurrent) continue;
    const model::Relation* table = context.Before(operation->relation);
    if (table == nullptr) table = context.After(operation->relation);
    if (table == nullptr || BuildsNothing(*table, *statement)) continue;
    context
        .Report(*operation,
                fmt::format("building this index takes a SHARE lock on {}{}: every INSERT, UPDATE and DELETE "
                            "waits until the whole build is done",
                            context.NameOf(operation->relation),
                            table->IsPartitioned() ? " and each of its partitions" : ""))
        .Help(HelpFor(*table, *statement));
  }
}

}  // namespace

const lint::Rule kCreateIndexBlocking{
    {.id = "MIG001",
     .name = "create-index-blocking",
     .severity = lint::Severity::kError,
     .title = "CREATE INDEX without CONCURRENTLY on an existing table",
     .rationale = "A plain build holds SHARE on the table until it ends: reads go on, every write waits.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kCreateIndex}},
    Check};

}  // namespace lockstep::rules
