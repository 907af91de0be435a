// SPDX-License-Identifier: Apache-2.0
// MIG009: flags a FOREIGN KEY whose check, or whose lock on the referenced table, keeps others waiting.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT
#include <fmt/format.h>

#include <vector>

#include "rules/all_rules.h"
#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::rules {

namespace {

// Since, a partitioned table takes a foreign key that is NOT VALID.
constexpr int kNotValidOnPartitioned = 18;

// "SHARE ROW EXCLUSIVE on a and b", "ACCESS EXCLUSIVE on a and SHARE ROW EXCLUSIVE on b"
std::string LocksOn(const lint::RuleContext& context, const std::vector<model::RelationId>& tables) {
  std::string text;
  model::LockMode last = model::LockMode::kNone;
  for (const model::RelationId table : tables) {
    const model::LockMode mode = context.statement().StrongestLock(table);
    if (!text.empty()) text += " and ";
    if (mode != last) text += fmt::format("{} on ", model::SqlName(mode));
    text += context.NameOf(table);
    last = mode;
  }
  return text;
}

// The two ends of the key, as far as others may be waiting for them.
std::vector<model::RelationId> ExistingEnds(const lint::RuleContext& context,
                                            const model::ConstraintObject& key) {
  std::vector<model::RelationId> ends;
  if (context.IsExisting(key.relation)) ends.push_back(key.relation);
  if (key.referenced != key.relation && context.IsExisting(key.referenced)) ends.push_back(key.referenced);
  return ends;
}

std::string_view Waiting(const lint::RuleContext& context, const std::vector<model::RelationId>& tables) {
  for (const model::RelationId table : tables) {
    if (model::BlocksReads(context.statement().StrongestLock(table))) return "reads and writes wait";
  }
  return "writes wait";
}

std::string HelpForScan(const lint::RuleContext& context, const model::Operation& operation) {
  if (operation.kind == model::OperationKind::kAlterConstraint) {
    return "drop the constraint and add it again as NOT VALID, then VALIDATE CONSTRAINT in a migration of "
           "its "
           "own, during which reads and writes of both tables go on";
  }
  const model::Relation* table = context.Before(operation.relation);
  if (table != nullptr && table->IsPartitioned() && context.pg_version() < kNotValidOnPartitioned) {
    return "before PostgreSQL 18 a partitioned table refuses NOT VALID: add the key to each partition as NOT "
           "VALID, VALIDATE each in a migration of its own, then add it to the partitioned table, which "
           "takes "
           "those over without a scan";
  }
  return fmt::format(
      "{} it as NOT VALID, then VALIDATE CONSTRAINT in a migration of its own, during which "
      "reads and writes of both tables go on",
      operation.column ? "add the column without the key, then add" : "add");
}

void CheckKey(lint::RuleContext& context, const model::Operation& operation, model::ConstraintId id) {
  const model::ConstraintObject* key = context.After(id);
  if (key == nullptr || key->kind != model::ConstraintKind::kForeignKey) return;
  const auto ends = ExistingEnds(context, *key);
  const std::string name = sql::QuoteIdentifier(key->name);
  const auto scans = context.WorkOf(operation, model::WorkKind::kScan);
  if (!scans.empty()) {
    context
        .Report(
            operation,
            fmt::format("foreign key {} is verified against every row of {} while the statement holds {}: "
                        "{} for the whole scan",
                        name, context.TablesOf(scans), LocksOn(context, ends), Waiting(context, ends)))
        .Help(HelpForScan(context, operation));
    return;
  }
  const bool locks_another = key->referenced != key->relation && context.IsExisting(key->referenced);
  const bool is_new = !context.IsExisting(key->relation);
  if (!locks_another || (!is_new && !operation.column)) return;
  context
      .Report(operation,
              fmt::format("foreign key {} scans nothing, as {}, but holds {} until the transaction ends: {}",
                          name,
                          is_new ? context.NameOf(key->relation) + " is new"
                                 : "column " + context.NameOf(operation.column) + " is NULL in every row",
                          LocksOn(context, ends), Waiting(context, ends)))
      .Help(
          "add the key in a migration of its own, as NOT VALID, so that the lock on the other table is "
          "held for a moment")
      .As(lint::Severity::kWarning);
}

void CheckNewTable(lint::RuleContext& context, const model::Operation& operation) {
  const model::Relation* table = context.After(operation.relation);
  if (table == nullptr || operation.does_nothing) return;
  for (const model::ConstraintId id : table->constraints) {
    const model::ConstraintObject* key = context.After(id);
    // Those of a partition are its parent's.
    const bool is_added = context.Before(id) == nullptr && !key->is_inherited;
    if (is_added) CheckKey(context, operation, id);
  }
}

void Check(lint::RuleContext& context) {
  // What PostgreSQL refuses verifies nothing.
  if (context.statement().failure) return;
  for (const model::Operation* operation : context.Operations(model::OperationKind::kCreateTable))
    CheckNewTable(context, *operation);
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAddConstraint))
    CheckKey(context, *operation, operation->constraint);
  for (const model::Operation* operation : context.Operations(model::OperationKind::kAlterConstraint)) {
    if (!context.WorkOf(*operation, model::WorkKind::kScan).empty())
      CheckKey(context, *operation, operation->constraint);
  }
}

}  // namespace

const lint::Rule kForeignKeyValidatedUnderLock{
    {.id = "MIG009",
     .name = "foreign-key-validated-under-lock",
     .severity = lint::Severity::kError,
     .title = "FOREIGN KEY added without NOT VALID to an existing table, or locking an existing one",
     .rationale =
         "Adding a foreign key holds SHARE ROW EXCLUSIVE on both tables while each row is looked up; "
         "VALIDATE CONSTRAINT does the same check while reads and writes go on.",
     .is_time_under_lock = true,
     .operations = {model::OperationKind::kCreateTable, model::OperationKind::kAddConstraint,
                    model::OperationKind::kAlterConstraint}},
    Check};

}  // namespace lockstep::rules
