// SPDX-License-Identifier: Apache-2.0
// MIG003: flags ALTER COLUMN TYPE that does more than change the catalog.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/all_rules.h"

namespace lockstep::rules {

namespace {

const model::Work* Find(const std::vector<model::Work>& all, model::WorkKind kind) {
  const auto found =
      std::find_if(all.begin(), all.end(), [kind](const model::Work& work) { return work.kind == kind; });
  return found == all.end() ? nullptr : &*found;
}

std::string TypeOf(const model::Column* column) {
  return column == nullptr || !column->type ? "its type" : column->type->ref.Display();
}

// The other table of a foreign key on the column, whose triggers are made anew.
model::RelationId PartnerOf(const lint::RuleContext& context, const model::Operation& operation) {
  const auto number = static_cast<uint32_t>(&operation - context.statement().operations.data());
  for (const model::LockRequest& lock : context.statement().locks) {
    if (lock.operation != number || lock.relation == operation.relation || !context.IsExisting(lock.relation))
      continue;
    const model::Relation* relation = context.Before(lock.relation);
    if (relation != nullptr && relation->IsTable()) return lock.relation;
  }
  return {};
}

std::string Because(const lint::RuleContext& context, const model::Operation& operation,
                    const model::Work& rewrite) {
  const std::string old_type = TypeOf(context.Before(operation.column));
  const std::string new_type = TypeOf(context.After(operation.column));
  switch (rewrite.cause) {
    case model::Cause::kUnknownOldType:
      return fmt::format("the type it has is not known, so that a change to {} is assumed to be one",
                         new_type);
    case model::Cause::kUsing:
      return "USING computes a new value for each row";
    case model::Cause::kTimeZone:
      return fmt::format(
          "from {} to {} each value is shifted by the session's time zone, unless that is known to be UTC",
          old_type, new_type);
    case model::Cause::kConstrainedDomain:
      return fmt::format("the constraints of {} are checked for each row", new_type);
    default:
      return fmt::format("{} is stored in another way than {}, or may have to be cut to fit", old_type,
                         new_type);
  }
}

std::string HelpFor(const model::Work& rewrite) {
  constexpr std::string_view kRecipe =
      "add a new column of the new type, keep both in step by a trigger, fill old rows in batches, then "
      "switch";
  switch (rewrite.cause) {
    case model::Cause::kUnknownOldType:
      return fmt::format("show the column's definition with --schema; if the change does rewrite: {}",
                         kRecipe);
    case model::Cause::kTimeZone:
      return fmt::format("set timezone: UTC under lint if that is what the sessions use; else {}", kRecipe);
    default:
      return std::string(kRecipe);
  }
}

void ReportRewrite(lint::RuleContext& context, const model::Operation& operation,
                   const model::Work& rewrite) {
  context
      .Report(
          operation,
          fmt::format(
              "changing the type of column {} rewrites {} and its indexes under ACCESS EXCLUSIVE, so that "
              "reads and writes wait: {}",
              context.NameOf(operation.column), context.NameOf(rewrite.table),
              Because(context, operation, rewrite)))
      .Help(HelpFor(rewrite));
}

void ReportLesserWork(lint::RuleContext& context, const model::Operation& operation,
                      const std::vector<model::Work>& all) {
  const std::string column = context.NameOf(operation.column);
  if (const auto* build = Find(all, model::WorkKind::kIndexBuild)) {
    context
        .Report(operation, fmt::format("changing the type of column {} rewrites no row, but builds index {} "
                                       "of {} again under ACCESS "
                                       "EXCLUSIVE, so that reads and writes wait",
                                       column, build->subject, context.NameOf(build->table)))
        .Help("drop the index first (DROP INDEX CONCURRENTLY), and build it again concurrently afterwards");
  } else if (const auto* scan = Find(all, model::WorkKind::kScan)) {
    context
        .Report(operation,
                fmt::format(
                    "changing the type of column {} rewrites no row, but checks constraint {} against every "
                    "row of {} under ACCESS EXCLUSIVE, so that reads and writes wait",
                    column, scan->subject, context.NameOf(scan->table)))
        .Help(
            "drop the constraint in the same ALTER TABLE, add it again as NOT VALID, and VALIDATE it in a "
            "later migration");
  } else if (const model::RelationId partner = PartnerOf(context, operation)) {
    context
        .Report(operation,
                fmt::format(
                    "changing the type of column {} also locks {}, the other table of its foreign key, in "
                    "ACCESS EXCLUSIVE mode: reads and writes of both wait",
                    column, context.NameOf(partner)))
        .Help("drop the foreign key first, add it again as NOT VALID, and VALIDATE it in a later migration");
  }
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses does no work.
  if (context.statement().failure) return;
  std::set<const ::Node*> reported;  // once for a table and all of its partitions
  for (const model::Operation& operation : context.statement().operations) {
    if (operation.kind != model::OperationKind::kAlterColumnType || !context.IsExisting(operation.relation))
      continue;
    const model::Column* column = context.Before(operation.column);
    if (column != nullptr && column->created_in == context.file().number) continue;
    const auto all = context.WorkOf(operation);
    const bool does_nothing = all.empty() && !PartnerOf(context, operation);
    if (does_nothing || !reported.insert(operation.node).second) continue;
    if (const auto* rewrite = Find(all, model::WorkKind::kRewrite)) {
      ReportRewrite(context, operation, *rewrite);
    } else {
      ReportLesserWork(context, operation, all);
    }
  }
}

}  // namespace

const lint::Rule kAlterColumnTypeRewrite{
    {.id = "MIG003",
     .name = "alter-column-type-rewrite",
     .severity = lint::Severity::kError,
     .title = "ALTER COLUMN TYPE that rewrites the table or its indexes, or checks constraints again",
     .rationale = "Unless old and new type share one representation, PostgreSQL writes every row and every "
                  "index anew under ACCESS "
                  "EXCLUSIVE."},
    Check};

}  // namespace lockstep::rules
