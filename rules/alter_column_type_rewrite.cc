// SPDX-License-Identifier: Apache-2.0
// MIG003: flags ALTER COLUMN TYPE that does more than change the catalog.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
#include <fmt/format.h>

#include <vector>

#include "lint/effect_summary.h"
#include "rules/all_rules.h"
#include "sql/name.h"

namespace lockstep::rules {

namespace {

std::string TypeOf(const model::Column* column) {
  return column == nullptr || !column->type ? "its type" : column->type->ref.Display();
}

// The other tables of foreign keys on the column, whose triggers are made anew.
std::vector<model::RelationId> PartnersOf(const lint::RuleContext& context,
                                          const model::Operation& operation) {
  std::vector<model::RelationId> partners;
  for (const model::LockRequest& lock : context.statement().locks) {
    const model::Operation& booked_on = context.statement().operations[lock.operation];
    if (!lint::AreOne(operation, booked_on) || lock.relation == booked_on.relation) continue;
    const model::Relation* relation = context.Before(lock.relation);
    if (relation != nullptr && relation->IsTable() && context.IsExisting(lock.relation))
      partners.push_back(lock.relation);
  }
  return partners;
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
                   const std::vector<model::Work>& rewrites) {
  context
      .Report(
          operation,
          fmt::format("changing the type of column {} rewrites {} with all indexes under ACCESS EXCLUSIVE, "
                      "so that reads and writes wait: {}",
                      context.NameOf(operation.column), context.TablesOf(rewrites),
                      Because(context, operation, rewrites.front())))
      .Help(HelpFor(rewrites.front()));
}

void ReportIndexBuild(lint::RuleContext& context, const model::Operation& operation,
                      const std::vector<model::Work>& builds) {
  context
      .Report(operation,
              fmt::format("changing the type of column {} rewrites no row, but builds index {} of {} again "
                          "under ACCESS EXCLUSIVE, so that reads and writes wait",
                          context.NameOf(operation.column), sql::QuoteIdentifier(builds.front().subject),
                          context.TablesOf(builds)))
      .Help("drop the index first (DROP INDEX CONCURRENTLY), and build it again concurrently afterwards");
}

void ReportScan(lint::RuleContext& context, const model::Operation& operation,
                const std::vector<model::Work>& scans) {
  context
      .Report(operation,
              fmt::format("changing the type of column {} rewrites no row, but checks constraint {} against "
                          "every row of {} under ACCESS EXCLUSIVE, so that reads and writes wait",
                          context.NameOf(operation.column), sql::QuoteIdentifier(scans.front().subject),
                          context.TablesOf(scans)))
      .Help(
          "drop the constraint in the same ALTER TABLE, add it again as NOT VALID, and VALIDATE it in a "
          "later "
          "migration");
}

void ReportPartners(lint::RuleContext& context, const model::Operation& operation,
                    const std::vector<model::RelationId>& partners) {
  context
      .Report(
          operation,
          fmt::format("changing the type of column {} also locks {}, the other end of its foreign key, in "
                      "ACCESS EXCLUSIVE mode: reads and writes of both wait",
                      context.NameOf(operation.column), context.NamesOf(partners)))
      .Help("drop the foreign key first, add it again as NOT VALID, and VALIDATE it in a later migration");
}

// The worst of what the change does.
void CheckOne(lint::RuleContext& context, const model::Operation& operation) {
  const auto rewrites = context.WorkOf(operation, model::WorkKind::kRewrite);
  if (!rewrites.empty()) return ReportRewrite(context, operation, rewrites);
  const auto builds = context.WorkOf(operation, model::WorkKind::kIndexBuild);
  if (!builds.empty()) return ReportIndexBuild(context, operation, builds);
  const auto scans = context.WorkOf(operation, model::WorkKind::kScan);
  if (!scans.empty()) return ReportScan(context, operation, scans);
  const auto partners = PartnersOf(context, operation);
  if (!partners.empty()) ReportPartners(context, operation, partners);
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses does no work.
  if (context.statement().failure) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAlterColumnType)) {
    const model::Column* column = context.Before(operation->column);
    const bool is_new = column != nullptr && column->created_in == context.file().number;
    if (!is_new) CheckOne(context, *operation);
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
                  "EXCLUSIVE.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kAlterColumnType}},
    Check};

}  // namespace lockstep::rules
