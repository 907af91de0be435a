// SPDX-License-Identifier: Apache-2.0
#include "model/calls.h"

#include "sql/walk.h"

namespace lockstep::model {

namespace {

// The query that a statement carries out; null where there is none, or it is only looked at.
const ::Node* QueryOf(const ::Node& statement) {
  switch (sql::TagOf(&statement)) {
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt:
      return &statement;
    case T_CreateTableAsStmt: {
      const auto& created = *sql::As<::CreateTableAsStmt>(&statement);
      return created.into->skipData ? nullptr : created.query;
    }
    case T_CopyStmt:
      return sql::As<::CopyStmt>(&statement)->query;
    case T_ExplainStmt: {
      const auto& explain = *sql::As<::ExplainStmt>(&statement);
      return sql::OptionIsOn(explain.options, "analyze") ? QueryOf(*explain.query) : nullptr;
    }
    default:
      return nullptr;
  }
}

// Not where the table may be there already. A materialized view's query finds nothing by the search path
// since PostgreSQL 17, and the names in a function may be such.
bool IsSureToRun(const ::Node& statement) {
  if (const auto* explain = sql::As<::ExplainStmt>(&statement)) return IsSureToRun(*explain->query);
  const auto* created = sql::As<::CreateTableAsStmt>(&statement);
  return created == nullptr || (!created->if_not_exists && created->objtype != OBJECT_MATVIEW);
}

// The call that SELECT f() and SELECT * FROM f() carry out once, whatever there is; null for all others.
const ::FuncCall* OnlyCall(const ::Node& query) {
  const auto* select = sql::As<::SelectStmt>(&query);
  if (select == nullptr || select->whereClause != nullptr || sql::Length(select->targetList) != 1)
    return nullptr;
  if (select->fromClause == nullptr) {
    const auto* target = sql::As<::ResTarget>(sql::At(select->targetList, 0));
    return target == nullptr ? nullptr : sql::As<::FuncCall>(target->val);
  }
  const auto* function = sql::As<::RangeFunction>(sql::At(select->fromClause, 0));
  if (sql::Length(select->fromClause) != 1 || function == nullptr || sql::Length(function->functions) != 1)
    return nullptr;
  const auto* call = reinterpret_cast<const ::List*>(sql::At(function->functions, 0));
  return sql::As<::FuncCall>(sql::At(call, 0));
}

// The one routine that the call may mean; none where it may be several, or one without code.
FunctionId RoutineOf(const Execution& execution, const ::FuncCall& call) {
  FunctionId only;
  for (const FunctionId id : execution.FindFunctions(sql::QualifiedName::From(call.funcname))) {
    if (!execution.Get(id)->Takes(sql::Length(call.args))) continue;
    if (only) return {};
    only = id;
  }
  const Function* function = execution.Get(only);
  return function == nullptr || !function->code || function->volatility != Volatility::kVolatile
             ? FunctionId{}
             : only;
}

}  // namespace

bool MayCall(const ::Node& statement) {
  return sql::As<::CallStmt>(&statement) != nullptr || QueryOf(statement) != nullptr;
}

std::vector<RoutineCall> CallsOf(const Execution& execution, const ::Node& statement) {
  std::vector<RoutineCall> calls;
  if (const auto* call = sql::As<::CallStmt>(&statement)) {
    if (const FunctionId routine = RoutineOf(execution, *call->funccall))
      calls.push_back({routine, call->funccall});
    return calls;
  }
  const ::Node* query = QueryOf(statement);
  const ::FuncCall* only = IsSureToRun(statement) ? OnlyCall(*query) : nullptr;
  sql::Walk(query, [&](const ::Node& node) {
    const auto* call = sql::As<::FuncCall>(&node);
    if (call == nullptr) return sql::Visit::kDescend;
    if (const FunctionId routine = RoutineOf(execution, *call))
      calls.push_back({routine, call, call != only});
    return sql::Visit::kDescend;
  });
  return calls;
}

}  // namespace lockstep::model
