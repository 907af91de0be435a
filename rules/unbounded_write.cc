// SPDX-License-Identifier: Apache-2.0
// MIG026: flags UPDATE and DELETE whose condition keeps no row out.
// https://www.postgresql.org/docs/current/routine-vacuuming.html
#include <fmt/format.h>

#include <algorithm>

#include "rules/all_rules.h"
#include "sql/nodes.h"
#include "sql/with_clause.h"

namespace lockstep::rules {

namespace {

bool IsConstant(const ::Node* node) { return sql::As<::A_Const>(node) != nullptr; }

// true, 1 = 1, a IS NULL, and what AND and OR make of them. Rows without a value may be all there are.
bool BoundsNothing(const ::Node* condition) {
  if (condition == nullptr || IsConstant(condition) || sql::As<::NullTest>(condition) != nullptr) return true;
  if (const auto* comparison = sql::As<::A_Expr>(condition))
    return IsConstant(comparison->lexpr) && IsConstant(comparison->rexpr);
  const auto* boolean = sql::As<::BoolExpr>(condition);
  if (boolean == nullptr || boolean->boolop == NOT_EXPR) return false;
  const auto arguments = sql::Elements<::Node>(boolean->args);
  return boolean->boolop == AND_EXPR ? std::all_of(arguments.begin(), arguments.end(), BoundsNothing)
                                     : std::any_of(arguments.begin(), arguments.end(), BoundsNothing);
}

// The table of that name that the statement writes to, if it was there before the file.
model::RelationId TargetOf(const lint::RuleContext& context, const ::RangeVar& name) {
  for (const model::LockRequest& lock : context.statement().locks) {
    const model::Relation* relation = context.Before(lock.relation);
    if (relation == nullptr) relation = context.After(lock.relation);
    if (lock.mode < model::LockMode::kRowExclusive || relation == nullptr) continue;
    if (relation->name == sql::Text(name.relname)) return lock.relation;
  }
  return {};
}

void CheckWrite(lint::RuleContext& context, const ::RangeVar* target, const ::Node* condition, bool deletes) {
  if (target == nullptr || !BoundsNothing(condition)) return;
  const model::RelationId table = TargetOf(context, *target);
  if (!table || !context.IsExisting(table)) return;
  context
      .Report(fmt::format(
          "{} of {} {}: every row may be {} in one transaction, whose row locks others wait for until it "
          "ends",
          deletes ? "DELETE" : "UPDATE", context.NameOf(table),
          condition == nullptr ? "has no WHERE" : "has a WHERE that bounds nothing",
          deletes ? "deleted" : "written anew"))
      .Help(
          "do it in batches by ranges of the key, each in a transaction of its own, outside of the "
          "migrations if there "
          "are many");
}

void CheckQuery(lint::RuleContext& context, const ::Node* query) {
  if (const auto* update = sql::As<::UpdateStmt>(query))
    CheckWrite(context, update->relation, update->whereClause, false);
  if (const auto* deletion = sql::As<::DeleteStmt>(query))
    CheckWrite(context, deletion->relation, deletion->whereClause, true);
}

void Check(lint::RuleContext& context) {
  const ::Node* statement = context.statement().statement->node;
  if (statement == nullptr) return;
  CheckQuery(context, statement);
  // WITH queries write too, those of the statement itself: transformWithClause() in PostgreSQL's parse_cte.c
  // refuses all others.
  const ::WithClause* with = sql::WithClauseOf(*statement);
  if (with == nullptr) return;
  for (const auto* query : sql::Elements<::CommonTableExpr>(with->ctes))
    if (query != nullptr) CheckQuery(context, query->ctequery);
}

}  // namespace

const lint::Rule kUnboundedWrite{
    {.id = "MIG026",
     .name = "unbounded-write",
     .severity = lint::Severity::kWarning,
     .title = "UPDATE or DELETE of an existing table with no WHERE, or one that bounds nothing",
     .rationale = "All rows in one transaction: whoever wants one of them waits until the end, the table "
                  "grows to twice "
                  "its size, and a failure near the end was for nothing.",
     .operations = {model::OperationKind::kWrite, model::OperationKind::kQuery,
                    model::OperationKind::kCreateTable}},
    Check};

}  // namespace lockstep::rules
