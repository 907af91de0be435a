// SPDX-License-Identifier: Apache-2.0
// CREATE SCHEMA with its elements, CREATE and ALTER SEQUENCE.
#include <algorithm>
#include <array>

#include "model/columns.h"
#include "model/creation.h"
#include "model/statements.h"

namespace lockstep::model {

namespace {

// OWNED BY table.column, or NONE.
void SetOwner(Execution& execution, RelationId sequence, const ::List* options) {
  const auto* option = sql::FindOption(options, "owned_by");
  const auto* names = option == nullptr ? nullptr : sql::As<::List>(option->arg);
  const size_t parts = sql::Length(names);
  if (parts == 1) return OwnSequence(execution, sequence, {}, {});
  if (parts < 2) return;
  sql::QualifiedName name{.name = std::string(sql::StringOf(sql::At(names, parts - 2)))};
  if (parts > 2) name.schema = sql::StringOf(sql::At(names, parts - 3));
  const RelationId table = execution.ResolveRelation(name, RelationKind::kTable);
  execution.Lock(table, LockMode::kAccessShare);
  OwnSequence(execution, sequence, table, execution.ResolveColumn(table, sql::LastName(names)));
}

// transformCreateSchemaStmtElements() in parse_utilcmd.c: not as written.
size_t RankOf(const ::Node& element) {
  constexpr std::array kRanks = {T_CreateSeqStmt, T_CreateStmt,     T_ViewStmt,
                                 T_IndexStmt,     T_CreateTrigStmt, T_GrantStmt};
  return static_cast<size_t>(std::find(kRanks.begin(), kRanks.end(), sql::TagOf(&element)) - kRanks.begin());
}

std::vector<const ::Node*> InOrder(const ::List* elements) {
  std::vector<const ::Node*> ordered;
  for (const auto* element : sql::Elements<::Node>(elements)) ordered.push_back(element);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const ::Node* left, const ::Node* right) { return RankOf(*left) < RankOf(*right); });
  return ordered;
}

}  // namespace

void CreateSchema(Execution& execution, const ::CreateSchemaStmt& statement) {
  execution.Do(OperationKind::kCreateOther, {}, &statement);
  const std::string_view name = sql::Text(statement.schemaname);
  if (!name.empty() && !execution.FindSchema(name)) {
    execution.catalog().Add(Schema{.name = name, .created_in = execution.environment().file});
  }
  if (statement.schemaElts == nullptr) return;
  // The elements are created in the new schema, wherever search_path points.
  Session& session = execution.session();
  const std::vector<std::string> path = session.settings().search_path;
  session.Set(false, [&](Settings& settings) {
    settings.search_path.insert(settings.search_path.begin(), std::string(name));
  });
  for (const ::Node* element : InOrder(statement.schemaElts)) ExecuteStatement(execution, *element);
  session.Set(false, [&](Settings& settings) { settings.search_path = path; });
}

void CreateSequence(Execution& execution, const ::CreateSeqStmt& statement) {
  const sql::QualifiedName name = sql::QualifiedName::From(*statement.sequence);
  Operation& operation =
      execution.Do(OperationKind::kCreateOther, {}, &statement, statement.sequence->location);
  if (statement.if_not_exists && execution.FindRelation(name)) {
    operation.does_nothing = true;
    return;
  }
  if (FindExisting(execution, *statement.sequence)) {
    return execution.Fail("42P07", "relation \"" + name.name + "\" already exists");
  }
  Relation sequence{
      .kind = RelationKind::kSequence, .schema = execution.SchemaForCreation(name.schema), .name = name.name};
  sequence.is_temporary = statement.sequence->relpersistence == RELPERSISTENCE_TEMP;
  sequence.created_in = execution.environment().file;
  operation.relation = execution.catalog().Add(sequence);
  SetOwner(execution, operation.relation, statement.options);
}

void AlterSequence(Execution& execution, const ::AlterSeqStmt& statement) {
  const bool is_known = static_cast<bool>(execution.FindRelation(*statement.sequence));
  if (statement.missing_ok && !is_known && execution.environment().history_is_complete) {
    execution.Do(OperationKind::kAlterTable, {}, &statement).does_nothing = true;
    return;
  }
  const RelationId sequence = execution.ResolveRelation(*statement.sequence, RelationKind::kSequence);
  execution.Do(OperationKind::kAlterTable, sequence, &statement, statement.sequence->location);
  // AlterSequence() in commands/sequence.c.
  execution.Lock(sequence, LockMode::kShareRowExclusive);
  SetOwner(execution, sequence, statement.options);
}

}  // namespace lockstep::model
