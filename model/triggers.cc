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
void AddColumns(Execution& execution, RelationId table, const ::Node* expression, Attachment& attachment) {
  const ExpressionFacts facts = FactsOf(execution, expression);
  for (const std::string_view name : facts.columns) {
    const ColumnId column = execution.catalog().FindColumn(*execution.Get(table), name);
    if (column) attachment.columns.push_back(column);
  }
  auto& functions = attachment.uses.Edit().functions;
  functions.insert(functions.end(), facts.uses.functions.begin(), facts.uses.functions.end());
}

enum class Replacing : bool { kNo, kYes };

// OR REPLACE lets the new one take the place of one of the same name.
void Enter(Execution& execution, Attachment attachment, Replacing replacing) {
  Catalog& catalog = execution.catalog();
  const Relation& relation = *execution.Get(attachment.relation);
  const AttachmentId old = catalog.FindAttachment(relation, attachment.kind, attachment.name);
  if (old) {
    if (replacing == Replacing::kNo) {
      return execution.Fail("42710",
                            "\"" + attachment.name + "\" for table \"" + relation.name + "\" already exists");
    }
    catalog.Change(attachment.relation).attachments.Remove(old);
    catalog.Remove(old);
  }
  catalog.Add(std::move(attachment));
}

void AddSubqueries(Execution& execution, const ::Node* expression, Attachment& attachment) {
  const auto uses = TablesOf(execution, expression, Reading::kNothing);
  ReadRelations(execution, uses, Reading::kNothing);
  for (const TableUse& use : uses) attachment.uses.Edit().relations.push_back(use.relation);
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
  trigger.uses.Edit().functions = execution.FindFunctions(sql::QualifiedName::From(statement.funcname));
  const bool clones = statement.row && execution.Get(table)->IsPartitioned();
  const auto tables = clones ? WithDescendants(execution.catalog(), table) : std::vector<RelationId>{table};
  for (const RelationId id : tables) {
    execution.Lock(id, LockMode::kShareRowExclusive);
    Attachment own = trigger;
    own.relation = id;
    AddColumns(execution, id, statement.whenClause, own);
    for (const auto* name : sql::Elements<::Node>(statement.columns)) {
      const ColumnId column = execution.catalog().FindColumn(*execution.Get(id), sql::StringOf(name));
      if (column) own.columns.push_back(column);
    }
    Enter(execution, std::move(own), statement.replace ? Replacing::kYes : Replacing::kNo);
  }
}

void CreatePolicy(Execution& execution, const ::CreatePolicyStmt& statement) {
  Attachment policy = BeginPolicy(execution, *statement.table, statement.policy_name, &statement);
  for (const ::Node* expression : {statement.qual, statement.with_check}) {
    AddColumns(execution, policy.relation, expression, policy);
    AddSubqueries(execution, expression, policy);
  }
  Enter(execution, std::move(policy), Replacing::kNo);
}

void AlterPolicy(Execution& execution, const ::AlterPolicyStmt& statement) {
  Attachment policy = BeginPolicy(execution, *statement.table, statement.policy_name, &statement);
  if (statement.qual == nullptr && statement.with_check == nullptr) return;
  for (const ::Node* expression : {statement.qual, statement.with_check}) {
    AddColumns(execution, policy.relation, expression, policy);
    AddSubqueries(execution, expression, policy);
  }
  Enter(execution, std::move(policy), Replacing::kYes);
}

void CreateRule(Execution& execution, const ::RuleStmt& statement) {
  const RelationId table = execution.ResolveRelation(*statement.relation);
  execution.Do(OperationKind::kCreateOther, table, &statement, statement.relation->location);
  execution.Lock(table, LockMode::kAccessExclusive);
  Attachment rule;
  rule.kind = AttachmentKind::kRule;
  rule.relation = table;
  rule.name = sql::Text(statement.rulename);
  AddColumns(execution, table, statement.whereClause, rule);
  AddSubqueries(execution, statement.whereClause, rule);
  for (const auto* action : sql::Elements<::Node>(statement.actions)) {
    AddColumns(execution, table, action, rule);
    AddSubqueries(execution, action, rule);
  }
  Enter(execution, std::move(rule), statement.replace ? Replacing::kYes : Replacing::kNo);
}

}  // namespace lockstep::model
