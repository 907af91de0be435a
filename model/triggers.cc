// SPDX-License-Identifier: Apache-2.0
// CREATE TRIGGER (CreateTrigger() in PostgreSQL's trigger.c), CREATE and ALTER POLICY (policy.c), CREATE RULE
// (rewriteDefine.c).
#include "model/expression.h"
#include "model/queries.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// Columns of the table that an expression names. In trigger and rule conditions they stand behind NEW and
// OLD.
void AddColumns(Execution& execution, RelationId table, const ::Node* expression, Attachment& attachment,
                Uses& uses) {
  const ExpressionFacts facts = FactsOf(execution, expression);
  for (const std::string_view name : facts.columns) {
    const ColumnId column = execution.catalog().FindColumn(*execution.Get(table), name);
    if (column) attachment.columns.Add(column, execution.scratch());
  }
  uses.functions.insert(uses.functions.end(), facts.uses.functions.begin(), facts.uses.functions.end());
}

enum class Replacing : bool { kNo, kYes };

// OR REPLACE lets the new one take the place of one of the same name.
void Enter(Execution& execution, Attachment attachment, Uses uses, Replacing replacing) {
  Catalog& catalog = execution.catalog();
  const Relation& relation = *execution.Get(attachment.relation);
  const AttachmentId old = catalog.FindAttachment(relation, attachment.kind, attachment.name);
  if (old) {
    if (replacing == Replacing::kNo) {
      return execution.Fail("42710", "\"" + std::string(attachment.name) + "\" for table \"" +
                                         std::string(relation.name) + "\" already exists");
    }
    catalog.Unlink(attachment.relation, &Relation::attachments, old);
    catalog.Remove(old);
  }
  attachment.uses = catalog.KeepValue(std::move(uses));
  catalog.Add(attachment);
}

void AddSubqueries(Execution& execution, const ::Node* expression, Uses& uses) {
  const auto tables = TablesOf(execution, expression, Reading::kNothing);
  ReadRelations(execution, tables, Reading::kNothing);
  for (const TableUse& use : tables) uses.relations.push_back(use.relation);
}

// Locks the table of a policy and hands out what it will be.
Attachment BeginPolicy(Execution& execution, const ::RangeVar& name, const char* policy,
                       const void* statement) {
  const RelationId table = execution.ResolveRelation(name);
  execution.Do(OperationKind::kAlterTable, table, statement, name.location);
  execution.Lock(table, LockMode::kAccessExclusive);
  Attachment attachment;
  attachment.kind = AttachmentKind::kPolicy;
  attachment.relation = table;
  attachment.name = sql::Text(policy);
  return attachment;
}

}  // namespace

void CreateTrigger(Execution& execution, const ::CreateTrigStmt& statement) {
  const RelationId table = execution.ResolveRelation(*statement.relation);
  execution.Do(OperationKind::kCreateOther, table, &statement, statement.relation->location);
  execution.Lock(table, LockMode::kShareRowExclusive);
  if (statement.constrrel != nullptr) {
    execution.Lock(execution.ResolveRelation(*statement.constrrel), LockMode::kAccessShare);
  }
  Attachment trigger;
  trigger.name = sql::Text(statement.trigname);
  trigger.is_row_trigger = statement.row;
  const Uses function{.functions = execution.FindFunctions(sql::QualifiedName::From(statement.funcname))};
  const bool clones = statement.row && execution.Get(table)->IsPartitioned();
  const auto tables = clones ? WithDescendants(execution.catalog(), table) : std::vector<RelationId>{table};
  for (const RelationId id : tables) {
    execution.Lock(id, LockMode::kShareRowExclusive);
    Attachment own = trigger;
    own.relation = id;
    Uses uses = function;
    AddColumns(execution, id, statement.whenClause, own, uses);
    for (const auto* name : sql::Elements<::Node>(statement.columns)) {
      const ColumnId column = execution.catalog().FindColumn(*execution.Get(id), sql::StringOf(name));
      if (column) own.columns.Add(column, execution.scratch());
    }
    Enter(execution, own, std::move(uses), statement.replace ? Replacing::kYes : Replacing::kNo);
  }
}

void CreatePolicy(Execution& execution, const ::CreatePolicyStmt& statement) {
  Attachment policy = BeginPolicy(execution, *statement.table, statement.policy_name, &statement);
  Uses uses;
  for (const ::Node* expression : {statement.qual, statement.with_check}) {
    AddColumns(execution, policy.relation, expression, policy, uses);
    AddSubqueries(execution, expression, uses);
  }
  Enter(execution, policy, std::move(uses), Replacing::kNo);
}

void AlterPolicy(Execution& execution, const ::AlterPolicyStmt& statement) {
  Attachment policy = BeginPolicy(execution, *statement.table, statement.policy_name, &statement);
  if (statement.qual == nullptr && statement.with_check == nullptr) return;
  Uses uses;
  for (const ::Node* expression : {statement.qual, statement.with_check}) {
    AddColumns(execution, policy.relation, expression, policy, uses);
    AddSubqueries(execution, expression, uses);
  }
  Enter(execution, policy, std::move(uses), Replacing::kYes);
}

void CreateRule(Execution& execution, const ::RuleStmt& statement) {
  const RelationId table = execution.ResolveRelation(*statement.relation);
  execution.Do(OperationKind::kCreateOther, table, &statement, statement.relation->location);
  execution.Lock(table, LockMode::kAccessExclusive);
  Attachment rule;
  rule.kind = AttachmentKind::kRule;
  rule.relation = table;
  rule.name = sql::Text(statement.rulename);
  Uses uses;
  AddColumns(execution, table, statement.whereClause, rule, uses);
  AddSubqueries(execution, statement.whereClause, uses);
  for (const auto* action : sql::Elements<::Node>(statement.actions)) {
    AddColumns(execution, table, action, rule, uses);
    AddSubqueries(execution, action, uses);
  }
  Enter(execution, rule, std::move(uses), statement.replace ? Replacing::kYes : Replacing::kNo);
}

}  // namespace lockstep::model
