// SPDX-License-Identifier: Apache-2.0
// MIG002: flags ADD COLUMN that makes PostgreSQL write every row of an existing table again.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
#include <fmt/format.h>

#include "rules/all_rules.h"

namespace lockstep::rules {

namespace {

std::string Because(const model::Work& work) {
  switch (work.cause) {
    case model::Cause::kVolatileDefault:
      return fmt::format("its default calls {}, which is VOLATILE, so each row gets a value of its own",
                         work.subject);
    case model::Cause::kUnknownDefault:
      return fmt::format(
          "its default calls {}, which no earlier migration shows and is assumed to be VOLATILE",
          work.subject);
    case model::Cause::kSerial:
      return fmt::format("{} takes each row's value from a sequence", work.subject);
    case model::Cause::kIdentity:
      return "an identity column takes each row's value from a sequence";
    case model::Cause::kStoredGenerated:
      return "a STORED generated column is computed for each row";
    case model::Cause::kConstrainedDomain:
      return fmt::format("the constraints of domain {} are checked for each row, even for nulls",
                         work.subject);
    default:
      return "each row gets a value of its own";
  }
}

std::string HelpFor(const model::Work& work, int pg_version) {
  switch (work.cause) {
    case model::Cause::kStoredGenerated:
      return pg_version >= 18 ? "make it VIRTUAL, which is computed when read; or add a plain column, fill "
                                "it in batches and keep it by a trigger"
                              : "add a plain column, keep it by a trigger and fill it in batches";
    case model::Cause::kConstrainedDomain:
      return "add the column with the domain's base type, and the check as a NOT VALID constraint that is "
             "validated later";
    case model::Cause::kSerial:
    case model::Cause::kIdentity:
      return "add the column without a default, give it a sequence as default in a statement of its own, "
             "fill old rows in batches";
    case model::Cause::kUnknownDefault:
      return "if it is STABLE or IMMUTABLE, show its definition with --schema; else add the column without a "
             "default, SET DEFAULT in a "
             "statement of its own, fill old rows in batches";
    default:
      return "add the column without a default, SET DEFAULT in a statement of its own, fill old rows in "
             "batches";
  }
}

void Check(lint::RuleContext& context) {
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddColumn)) {
    const auto rewrites = context.WorkOf(*operation, model::WorkKind::kRewrite);
    if (rewrites.empty()) continue;
    context
        .Report(*operation,
                fmt::format("adding column {} rewrites {} with all indexes under ACCESS EXCLUSIVE, so that "
                            "reads and writes wait: {}",
                            context.NameOf(operation->column), context.TablesOf(rewrites),
                            Because(rewrites.front())))
        .Help(HelpFor(rewrites.front(), context.pg_version()));
  }
}

}  // namespace

const lint::Rule kAddColumnRewrite{
    {.id = "MIG002",
     .name = "add-column-rewrite",
     .severity = lint::Severity::kError,
     .title = "ADD COLUMN that rewrites the table",
     .rationale = "A value that differs from row to row has to be written into each, under ACCESS EXCLUSIVE; "
                  "a constant or STABLE default is "
                  "kept in the catalog and costs nothing.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kAddColumn}},
    Check};

}  // namespace lockstep::rules
