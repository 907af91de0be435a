// SPDX-License-Identifier: Apache-2.0
// MIG013: flags DROP INDEX without CONCURRENTLY on a table that others may be using.
// https://www.postgresql.org/docs/current/sql-dropindex.html
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// What the statement drops, as far as others may be waiting for it.
struct Dropped {
  std::vector<model::RelationId> indexes = {};
  std::vector<model::RelationId> tables = {};  // theirs, where they are known
  bool has_partitioned = false;
};

Dropped DroppedBy(const lint::RuleContext& context) {
  Dropped dropped;
  for (const model::Operation& operation : context.statement().operations) {
    if (operation.does_nothing || operation.by_cascade || !operation.index) continue;
    if (!context.IsExisting(operation.relation ? operation.relation : operation.index)) continue;
    const model::Relation* index = context.Before(operation.index);
    dropped.indexes.push_back(operation.index);
    if (operation.relation) dropped.tables.push_back(operation.relation);
    dropped.has_partitioned = dropped.has_partitioned ||
                              (index != nullptr && index->kind == model::RelationKind::kPartitionedIndex);
  }
  return dropped;
}

std::string HelpFor(const Dropped& dropped, const ::DropStmt& statement) {
  if (dropped.has_partitioned) {
    return "a partitioned table's index refuses CONCURRENTLY: drop it in a transaction of its own with a "
           "lock_timeout, and try again if that strikes";
  }
  if (statement.behavior == DROP_CASCADE) {
    return "CONCURRENTLY refuses CASCADE: drop what depends on the index first, then DROP INDEX "
           "CONCURRENTLY, "
           "alone in a migration of its own";
  }
  return "use DROP INDEX CONCURRENTLY, one index a statement, alone in a migration of its own";
}

void Check(lint::RuleContext& context) {
  const auto* statement = sql::As<::DropStmt>(context.statement().statement->node);
  if (statement == nullptr || statement->removeType != OBJECT_INDEX || statement->concurrent) return;
  // What PostgreSQL refuses drops nothing.
  if (context.statement().failure) return;
  const Dropped dropped = DroppedBy(context);
  if (dropped.indexes.empty()) return;
  const std::string tables = dropped.tables.empty() ? "its table" : context.NamesOf(dropped.tables);
  context
      .Report(fmt::format("DROP INDEX of {} takes ACCESS EXCLUSIVE on {}{}: it waits for every query that is "
                          "running there, and all later reads and writes wait behind it",
                          context.NamesOf(dropped.indexes), tables,
                          dropped.has_partitioned ? " and each of its partitions" : ""))
      .Help(HelpFor(dropped, *statement));
}

}  // namespace

const lint::Rule kDropIndexBlocking{
    {.id = "MIG013",
     .name = "drop-index-blocking",
     .severity = lint::Severity::kWarning,
     .title = "DROP INDEX without CONCURRENTLY on an existing table",
     .rationale =
         "The drop takes a moment, but its ACCESS EXCLUSIVE lock waits for the longest running query of "
         "the table, with everybody else behind it.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kDrop}},
    Check};

}  // namespace lockstep::rules
