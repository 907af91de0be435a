// SPDX-License-Identifier: Apache-2.0
#include "model/expression.h"

#include <algorithm>

#include "sql/walk.h"

namespace lockstep::model {

namespace {

// Worst volatility among the functions that a call by that name and argument count may mean; nothing when
// none is known.
std::optional<Volatility> FunctionVolatility(const Execution& execution, const ::FuncCall& call) {
  const sql::QualifiedName name = sql::QualifiedName::From(call.funcname);
  const size_t arguments = sql::Length(call.args);
  if (name.schema.empty() || name.schema == "pg_catalog") {
    if (const auto builtin = BuiltinFunctionVolatility(name.name, arguments)) return builtin;
  }
  std::optional<Volatility> worst;
  for (const FunctionId id : execution.FindFunctions(name)) {
    const Function* function = execution.Get(id);
    const bool takes = arguments <= function->arguments &&
                       arguments + function->arguments_with_defaults >= function->arguments;
    if (!takes && !function->is_variadic) continue;
    worst = std::max(worst.value_or(Volatility::kImmutable), function->volatility_inlined);
  }
  return worst;
}

void Worsen(ExpressionFacts& facts, std::optional<Volatility> volatility, std::string_view name) {
  const Volatility value = volatility.value_or(Volatility::kVolatile);
  if (value <= facts.volatility) return;
  facts.volatility = value;
  facts.volatile_function = name;
  facts.is_assumed = !volatility.has_value();
}

void AddFacts(const Execution& execution, const ::Node& node, ExpressionFacts& facts) {
  switch (sql::TagOf(&node)) {
    case T_FuncCall: {
      const auto& call = *sql::As<::FuncCall>(&node);
      Worsen(facts, FunctionVolatility(execution, call), sql::LastName(call.funcname));
      break;
    }
    case T_A_Expr: {
      const auto& operation = *sql::As<::A_Expr>(&node);
      if (operation.kind != AEXPR_OP) break;  // the other kinds stand for built-in, immutable operators
      const std::string_view name = sql::LastName(operation.name);
      Worsen(facts, BuiltinOperatorVolatility(name), name);
      break;
    }
    case T_SQLValueFunction:  // CURRENT_TIMESTAMP and its like
      Worsen(facts, Volatility::kStable, {});
      break;
    case T_ColumnRef: {
      const std::string_view column = sql::LastName(sql::As<::ColumnRef>(&node)->fields);
      if (!column.empty()) facts.columns.push_back(column);
      break;
    }
    default:
      break;
  }
}

void AddProven(const ::Node* check, bool negated, std::vector<std::string_view>& columns) {
  if (const auto* boolean = sql::As<::BoolExpr>(check)) {
    if (boolean->boolop == NOT_EXPR) return AddProven(sql::At(boolean->args, 0), !negated, columns);
    // NOT (a OR b) is NOT a AND NOT b.
    if ((boolean->boolop == AND_EXPR) == negated) return;
    for (const auto* argument : sql::Elements<::Node>(boolean->args)) AddProven(argument, negated, columns);
    return;
  }
  std::string_view column;
  if (const auto* test = sql::As<::NullTest>(check)) {
    if ((test->nulltesttype == IS_NULL) == negated)
      column = PlainColumn(reinterpret_cast<const ::Node*>(test->arg));
  } else if (const auto* operation = sql::As<::A_Expr>(check)) {
    // transformAExprDistinct() turns a comparison with a bare NULL into a null test.
    const bool distinct = operation->kind == (negated ? AEXPR_NOT_DISTINCT : AEXPR_DISTINCT);
    if (distinct && IsNullConstant(operation->rexpr)) column = PlainColumn(operation->lexpr);
    if (distinct && IsNullConstant(operation->lexpr)) column = PlainColumn(operation->rexpr);
  }
  if (!column.empty()) columns.push_back(column);
}

}  // namespace

ExpressionFacts FactsOf(const Execution& execution, const ::Node* expression) {
  ExpressionFacts facts;
  sql::Walk(expression, [&](const ::Node& node) {
    AddFacts(execution, node, facts);
    return sql::Visit::kDescend;
  });
  return facts;
}

std::vector<std::string_view> ColumnsProvenNotNull(const ::Node* check) {
  std::vector<std::string_view> columns;
  AddProven(check, false, columns);
  return columns;
}

bool IsNullConstant(const ::Node* expression) {
  while (const auto* cast = sql::As<::TypeCast>(expression)) expression = cast->arg;
  const auto* constant = sql::As<::A_Const>(expression);
  return constant != nullptr && constant->isnull;
}

std::string_view PlainColumn(const ::Node* expression) {
  const auto* reference = sql::As<::ColumnRef>(expression);
  return reference == nullptr ? std::string_view() : sql::LastName(reference->fields);
}

}  // namespace lockstep::model
