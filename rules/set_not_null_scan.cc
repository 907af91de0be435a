// SPDX-License-Identifier: Apache-2.0
// MIG011: flags NOT NULL that PostgreSQL verifies by reading the table, for want of a proof.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL
#include <fmt/format.h>

#include <algorithm>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// Since, NOT NULL is a constraint that can be added as NOT VALID.
constexpr int kNotNullNotValid = 18;

// Whether nulls in the column contradict the CHECK.
bool Excludes(const model::Predicate& check, model::ColumnId column) {
  const auto excludes = [column](const model::Predicate& part) { return Excludes(part, column); };
  switch (check.kind) {
    case model::Predicate::Kind::kIsNotNull:
      return check.column == column;
    case model::Predicate::Kind::kAnd:
      return std::any_of(check.arguments.begin(), check.arguments.end(), excludes);
    case model::Predicate::Kind::kOr:
      return std::all_of(check.arguments.begin(), check.arguments.end(), excludes);
    default:
      return false;
  }
}

// The CHECK that comes nearest to a proof.
struct Candidate {
  const model::ConstraintObject* check = nullptr;
  bool excludes_nulls = false;
};

Candidate FindCandidate(const lint::RuleContext& context, const model::Relation& table,
                        model::ColumnId column, bool as_it_was) {
  Candidate best;
  for (const model::ConstraintId id : table.constraints) {
    const model::ConstraintObject* check = as_it_was ? context.Before(id) : context.After(id);
    if (check == nullptr || check->kind != model::ConstraintKind::kCheck) continue;
    const auto& columns = check->columns;
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) continue;
    const bool excludes = Excludes(*check->predicate, column);
    if (best.check == nullptr || (excludes && !best.excludes_nulls))
      best = {.check = check, .excludes_nulls = excludes};
  }
  return best;
}

// Why nothing proves it, and what to do about that.
struct Reason {
  std::string text;
  std::string help;
};

std::string RecipeFor(int pg_version, const std::string& column) {
  if (pg_version >= kNotNullNotValid) {
    return fmt::format(
        "ADD CONSTRAINT … NOT NULL {} NOT VALID, then VALIDATE CONSTRAINT in a migration of its "
        "own, during which reads and writes go on",
        column);
  }
  return fmt::format(
      "add CHECK ({} IS NOT NULL) as NOT VALID, VALIDATE it in a migration of its own, then SET "
      "NOT NULL, which finds the proof; then drop the CHECK",
      column);
}

Reason ReasonFrom(const lint::RuleContext& context, const Candidate& before, const Candidate& after,
                  const std::string& column) {
  const std::string recipe = RecipeFor(context.pg_version(), column);
  if (before.check != nullptr && before.excludes_nulls) {
    const std::string name = sql::QuoteIdentifier(before.check->name);
    if (!before.check->is_valid) {
      return {fmt::format("CHECK {} would prove that there are no nulls, but is NOT VALID", name),
              fmt::format("VALIDATE CONSTRAINT {} in a migration of its own before", name)};
    }
    return {fmt::format("CHECK {} proves that there are no nulls, but the same statement drops it, which "
                        "PostgreSQL does first",
                        name),
            "drop it in a statement of its own afterwards"};
  }
  if (after.check != nullptr && after.excludes_nulls) {
    return {fmt::format("CHECK {}, which the same statement adds, comes too late as a proof",
                        sql::QuoteIdentifier(after.check->name)),
            recipe};
  }
  if (before.check != nullptr) {
    return {fmt::format("PostgreSQL does not take CHECK {} for a proof that there are no nulls",
                        sql::QuoteIdentifier(before.check->name)),
            recipe};
  }
  return {"no validated CHECK proves that there are no nulls", recipe};
}

Reason ReasonOf(const lint::RuleContext& context, const model::Operation& operation, model::ColumnId id) {
  const std::string name = context.NameOf(id);
  const model::Column* column = context.After(id);
  const bool is_new = column != nullptr && column->created_in == context.file().number;
  if (is_new && column->has_default) {
    return {"it is verified although the column is new",
            "say NOT NULL in ADD COLUMN, which then reads nothing"};
  }
  const model::Relation* before = context.Before(operation.relation);
  const model::Relation* after = context.After(operation.relation);
  const Candidate old = before == nullptr ? Candidate{} : FindCandidate(context, *before, id, true);
  const Candidate added = after == nullptr ? Candidate{} : FindCandidate(context, *after, id, false);
  const model::Relation* table = before == nullptr ? after : before;
  const bool is_known = table != nullptr && table->is_complete;
  if (!is_known && old.check == nullptr && added.check == nullptr) {
    return {"no validated CHECK is known that would prove that there are no nulls",
            RecipeFor(context.pg_version(), name) +
                "; if the table has such a CHECK, show its definition with --schema"};
  }
  return ReasonFrom(context, old, added, name);
}

// What NOT NULL is put on; none where the operation does something else.
model::ColumnId ColumnOf(const lint::RuleContext& context, const model::Operation& operation) {
  if (operation.kind == model::OperationKind::kSetNotNull) return operation.column;
  const auto* constraint = sql::As<::Constraint>(operation.node);
  if (constraint == nullptr || constraint->contype != CONSTR_NOTNULL) return {};
  const model::ConstraintObject* added = context.After(operation.constraint);
  return added == nullptr || added->columns.empty() ? model::ColumnId{} : added->columns.front();
}

void CheckColumn(lint::RuleContext& context, const model::Operation& operation) {
  const model::ColumnId column = ColumnOf(context, operation);
  const auto scans = context.WorkOf(operation, model::WorkKind::kScan);
  if (!column || scans.empty()) return;
  const Reason reason = ReasonOf(context, operation, column);
  context
      .Report(
          operation,
          fmt::format("NOT NULL of column {} is verified against every row of {} under ACCESS EXCLUSIVE, so "
                      "that reads and writes wait: {}",
                      context.NameOf(column), context.TablesOf(scans), reason.text))
      .Help(reason.help);
}

// Others hold a value of their own, or are null in every row (MIG012).
void CheckVirtualColumn(lint::RuleContext& context, const model::Operation& operation) {
  const model::Column* column = context.After(operation.column);
  if (column == nullptr || column->generated != model::Generated::kVirtual) return;
  const auto scans = context.WorkOf(operation, model::WorkKind::kScan);
  if (scans.empty()) return;
  context
      .Report(
          operation,
          fmt::format("NOT NULL of column {} is verified against every row of {} under ACCESS EXCLUSIVE, so "
                      "that reads and writes wait: its values are computed when they are read",
                      context.NameOf(operation.column), context.TablesOf(scans)))
      .Help("add the column without NOT NULL; then " +
            RecipeFor(context.pg_version(), context.NameOf(operation.column)));
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses verifies nothing.
  if (context.statement().failure) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kSetNotNull))
    CheckColumn(context, *operation);
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddConstraint))
    CheckColumn(context, *operation);
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddColumn))
    CheckVirtualColumn(context, *operation);
}

}  // namespace

const lint::Rule kSetNotNullScan{
    {.id = "MIG011",
     .name = "set-not-null-scan",
     .severity = lint::Severity::kError,
     .title = "SET NOT NULL that reads the whole table",
     .rationale =
         "Without a validated CHECK that proves it, PostgreSQL reads every row under ACCESS EXCLUSIVE to "
         "make sure that none is null.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kSetNotNull, model::OperationKind::kAddConstraint,
                    model::OperationKind::kAddColumn}},
    Check};

}  // namespace lockstep::rules
