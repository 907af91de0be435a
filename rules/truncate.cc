// SPDX-License-Identifier: Apache-2.0
// MIG017: flags TRUNCATE of a table whose rows others may need, and says which others CASCADE empties.
// https://www.postgresql.org/docs/current/sql-truncate.html
#include <fmt/format.h>

#include <vector>

#include "rules/all_rules.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

void Check(lint::RuleContext& context) {
  // What is refused (MIG032) empties nothing.
  if (context.statement().failure) return;
  std::vector<model::RelationId> named;
  std::vector<model::RelationId> along;
  for (const model::Operation& operation : context.statement().operations) {
    if (operation.kind != model::OperationKind::kTruncate || !context.IsExisting(operation.relation))
      continue;
    (operation.by_cascade ? along : named).push_back(operation.relation);
  }
  if (named.empty() && along.empty()) return;
  const std::string cascaded =
      along.empty() ? "" : fmt::format("{}, emptied by CASCADE", context.NamesOf(along));
  const std::string tables = named.empty()   ? cascaded
                             : along.empty() ? context.NamesOf(named)
                                             : fmt::format("{} (and {})", context.NamesOf(named), cascaded);
  context
      .Report(fmt::format(
          "TRUNCATE loses all rows of {}, and holds ACCESS EXCLUSIVE until the transaction ends: reads "
          "and writes wait",
          tables))
      .Help(
          "DELETE in batches, which locks rows and not the table; or drop partitions. If nobody needs the "
          "rows, say "
          "so in a directive");
}

}  // namespace

const lint::Rule kTruncate{
    {.id = "MIG017",
     .name = "truncate",
     .severity = lint::Severity::kError,
     .title = "TRUNCATE of an existing table",
     .rationale =
         "All rows are gone, those of every table that refers to it too under CASCADE, and meanwhile nobody "
         "can read them.",
     .operations = {model::OperationKind::kTruncate}},
    Check};

}  // namespace lockstep::rules
