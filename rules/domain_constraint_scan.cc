// SPDX-License-Identifier: Apache-2.0
// MIG031: flags ALTER DOMAIN that checks the rows of every table that uses the domain.
// https://www.postgresql.org/docs/current/sql-alterdomain.html
#include <fmt/format.h>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

bool IsNotNull(const ::AlterDomainStmt& statement) {
  const auto* constraint = sql::As<::Constraint>(statement.def);
  return statement.subtype == 'O' || (constraint != nullptr && constraint->contype == CONSTR_NOTNULL);
}

// ADD CONSTRAINT that is validated, SET NOT NULL.
bool ChecksValues(const ::AlterDomainStmt& statement) {
  const auto* constraint = sql::As<::Constraint>(statement.def);
  if (statement.subtype == 'C') return constraint != nullptr && !constraint->skip_validation;
  return statement.subtype == 'O';
}

std::string HelpFor(bool is_not_null, bool is_known) {
  return fmt::format(
      "{} as NOT VALID, which new values have to meet at once; VALIDATE CONSTRAINT takes the same locks on "
      "all tables "
      "together, so prove old rows table by table, with a CHECK that is NOT VALID and then validated{}",
      is_not_null ? "add CHECK (VALUE IS NOT NULL)" : "add it",
      is_known ? "" : "; or show with --schema that no table uses the domain");
}

void Check(lint::RuleContext& context) {
  const auto* statement = sql::As<::AlterDomainStmt>(context.statement().statement->node);
  if (statement == nullptr || !ChecksValues(*statement) || context.statement().failure) return;
  const model::Operation& operation = context.statement().operations.front();
  const std::string_view what = IsNotNull(*statement) ? "NOT NULL" : "the constraint";
  const auto scans = context.WorkOf(operation, model::WorkKind::kScan);
  const bool is_known = static_cast<bool>(operation.type);
  if (scans.empty() && is_known) return;
  const std::string name = sql::QuoteIdentifier(sql::LastName(statement->typeName));
  const std::string message =
      is_known
          ? fmt::format(
                "{} of domain {} is verified against every row of {} under SHARE: writes to all of them wait "
                "until the last one is read",
                what, name, context.TablesOf(scans))
          : fmt::format(
                "domain {} is not known, and assumed to be one that tables use: {} is verified against every "
                "row of all of them under SHARE, and writes wait until the last one is read",
                name, what);
  context.Report(message).Help(HelpFor(IsNotNull(*statement), is_known));
}

}  // namespace

const lint::Rule kDomainConstraintScan{
    {.id = "MIG031",
     .name = "domain-constraint-scan",
     .severity = lint::Severity::kError,
     .title = "constraint or NOT NULL added to a domain that existing tables use",
     .rationale = "PostgreSQL takes SHARE on every table that has a column of the domain, and reads them one "
                  "after the "
                  "other before it lets any of them go.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kAlterTable}},
    Check};

}  // namespace lockstep::rules
