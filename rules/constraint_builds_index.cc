// SPDX-License-Identifier: Apache-2.0
// MIG010: flags UNIQUE, PRIMARY KEY and EXCLUDE whose index is built, or whose columns are read, under ACCESS
// EXCLUSIVE.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX
#include <fmt/format.h>

#include <algorithm>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// Since, a column can be NOT NULL without having been verified.
constexpr int kNotNullNotValid = 18;

std::string_view KindName(ConstrType type) {
  switch (type) {
    case CONSTR_PRIMARY:
      return "PRIMARY KEY";
    case CONSTR_UNIQUE:
      return "UNIQUE";
    case CONSTR_EXCLUSION:
      return "EXCLUDE";
    default:
      return {};
  }
}

std::string_view ProofRecipe(int pg_version) {
  return pg_version >= kNotNullNotValid ? "ADD CONSTRAINT … NOT NULL … NOT VALID"
                                        : "ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID";
}

std::string HelpForBuild(const lint::RuleContext& context, const model::Operation& operation,
                         ConstrType type) {
  if (type == CONSTR_EXCLUSION) {
    return "no index of an EXCLUDE constraint can be built CONCURRENTLY: choose a quiet hour, or make a new "
           "table with the constraint and move the rows over";
  }
  std::string steps = operation.column ? "add the column without it; " : "";
  if (type == CONSTR_PRIMARY) {
    steps += fmt::format("prove its columns NOT NULL ({}, VALIDATE CONSTRAINT); ",
                         ProofRecipe(context.pg_version()));
  }
  const model::Relation* table = context.Before(operation.relation);
  if (table != nullptr && table->IsPartitioned()) {
    return steps + fmt::format(
                       "on each partition CREATE UNIQUE INDEX CONCURRENTLY and ADD CONSTRAINT … {} USING "
                       "INDEX; then add the constraint to the partitioned table, which takes those over "
                       "without a build",
                       KindName(type));
  }
  return steps + fmt::format(
                     "CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD CONSTRAINT … "
                     "{} USING INDEX",
                     KindName(type));
}

void ReportBuild(lint::RuleContext& context, const model::Operation& operation, ConstrType type,
                 const std::vector<model::Work>& builds) {
  context
      .Report(
          operation,
          fmt::format("{} constraint {} builds its index on {} under ACCESS EXCLUSIVE: reads and writes "
                      "wait for the whole build",
                      KindName(type), sql::QuoteIdentifier(builds.front().subject), context.TablesOf(builds)))
      .Help(HelpForBuild(context, operation, type));
}

std::string ColumnsOf(const std::vector<model::Work>& scans) {
  std::string names;
  for (const model::Work& scan : scans) {
    if (scan.subject.empty()) return "its columns";
    names += (names.empty() ? "" : ", ") + sql::QuoteIdentifier(scan.subject);
  }
  return names;
}

// USING INDEX builds nothing, but a primary key's columns have to be NOT NULL.
void ReportNullCheck(lint::RuleContext& context, const model::Operation& operation,
                     const std::vector<model::Work>& scans) {
  const model::Relation* table = context.Before(operation.relation);
  const bool is_known = table != nullptr && table->is_complete;
  context
      .Report(
          operation,
          fmt::format("PRIMARY KEY USING INDEX builds nothing, but makes {} NOT NULL, and no validated CHECK "
                      "{} that: every row of {} is read under ACCESS EXCLUSIVE, and reads and writes wait",
                      ColumnsOf(scans), is_known ? "proves" : "is known to prove", context.TablesOf(scans)))
      .Help(fmt::format(
          "first {}, then VALIDATE CONSTRAINT, each in a migration of its own; then add the "
          "primary key{}",
          ProofRecipe(context.pg_version()),
          is_known ? "" : ", or show the table's definition with --schema if it has such a proof"));
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses builds nothing.
  if (context.statement().failure) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddConstraint)) {
    const auto* constraint = sql::As<::Constraint>(operation->node);
    if (constraint == nullptr || KindName(constraint->contype).empty()) continue;
    const auto builds = context.WorkOf(*operation, model::WorkKind::kIndexBuild);
    if (!builds.empty()) {
      ReportBuild(context, *operation, constraint->contype, builds);
      continue;
    }
    const auto scans = context.WorkOf(*operation, model::WorkKind::kScan);
    if (!scans.empty()) ReportNullCheck(context, *operation, scans);
  }
}

}  // namespace

const lint::Rule kConstraintBuildsIndex{
    {.id = "MIG010",
     .name = "constraint-builds-index",
     .severity = lint::Severity::kError,
     .title = "UNIQUE, PRIMARY KEY or EXCLUDE built, or verified, on an existing table",
     .rationale =
         "ADD CONSTRAINT builds the index under ACCESS EXCLUSIVE; an index that was built CONCURRENTLY "
         "becomes a constraint in a moment.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kAddConstraint}},
    Check};

}  // namespace lockstep::rules
