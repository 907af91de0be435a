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
    if (!function->Takes(arguments)) continue;
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

void AddUses(const Execution& execution, const ::FuncCall& call, Uses& uses) {
  const sql::QualifiedName name = sql::QualifiedName::From(call.funcname);
  for (const FunctionId id : execution.FindFunctions(name)) {
    if (execution.Get(id)->Takes(sql::Length(call.args))) uses.functions.push_back(id);
  }
  if (const RelationId sequence = SequenceWrittenBy(execution, call)) uses.relations.push_back(sequence);
}

// pg_get_serial_sequence('table', 'column').
RelationId SerialSequence(const Execution& execution, const ::FuncCall& call) {
  if (sql::LastName(call.funcname) != "pg_get_serial_sequence" || sql::Length(call.args) != 2) return {};
  const auto table = ConstantText(sql::At(call.args, 0));
  const auto name = ConstantText(sql::At(call.args, 1));
  if (!table || !name) return {};
  const Relation* relation = execution.Get(execution.FindRelation(sql::QualifiedName::Parse(*table)));
  if (relation == nullptr) return {};
  const ColumnId column = execution.catalog().FindColumn(*relation, *name);
  const auto& sequences = relation->owned_sequences;
  const auto found = std::find_if(sequences.begin(), sequences.end(), [&](RelationId id) {
    const Relation* sequence = execution.Get(id);
    return sequence != nullptr && sequence->owned_by_column == column;
  });
  return column && found != sequences.end() ? *found : RelationId{};
}

void AddFacts(const Execution& execution, const ::Node& node, ExpressionFacts& facts) {
  switch (sql::TagOf(&node)) {
    case T_FuncCall: {
      const auto& call = *sql::As<::FuncCall>(&node);
      Worsen(facts, FunctionVolatility(execution, call), sql::LastName(call.funcname));
      AddUses(execution, call, facts.uses);
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

}  // namespace

ExpressionFacts FactsOf(const Execution& execution, const ::Node* expression) {
  ExpressionFacts facts{.columns = std::pmr::vector<std::string_view>(execution.scratch())};
  if (expression == nullptr) return facts;
  sql::Walk(expression, [&](const ::Node& node) {
    AddFacts(execution, node, facts);
    return sql::Visit::kDescend;
  });
  return facts;
}

RelationId SequenceWrittenBy(const Execution& execution, const ::FuncCall& call) {
  const std::string_view name = sql::LastName(call.funcname);
  if ((name != "nextval" && name != "setval") || sql::Length(call.args) == 0) return {};
  const ::Node* argument = sql::At(call.args, 0);
  if (const auto* inner = sql::As<::FuncCall>(argument)) return SerialSequence(execution, *inner);
  const auto text = ConstantText(argument);
  return text ? execution.FindRelation(sql::QualifiedName::Parse(*text)) : RelationId{};
}

std::string CanonicalText(const ::Node* expression) {
  std::string text;
  const auto add = [&](std::string_view name, size_t number) {
    text.append(":").append(name).append("/").append(std::to_string(number));
  };
  sql::Walk(expression, [&](const ::Node& node) {
    text.append(";").append(std::to_string(sql::TagOf(&node)));
    if (const auto* constant = sql::As<::A_Const>(&node)) {
      text.append("'").append(ConstantText(&node).value_or("null")).append("'");
      add({}, static_cast<size_t>(constant->val.node.type));
    } else if (const auto* reference = sql::As<::ColumnRef>(&node)) {
      add(sql::LastName(reference->fields), 0);
    } else if (const auto* call = sql::As<::FuncCall>(&node)) {
      add(sql::LastName(call->funcname), sql::Length(call->args));
    } else if (const auto* operation = sql::As<::A_Expr>(&node)) {
      add(sql::LastName(operation->name),
          static_cast<size_t>(operation->kind) * 2 + (operation->lexpr == nullptr));
    } else if (const auto* boolean = sql::As<::BoolExpr>(&node)) {
      add(boolean->boolop == AND_EXPR  ? "and"
          : boolean->boolop == OR_EXPR ? "or"
                                       : "not",
          sql::Length(boolean->args));
    } else if (const auto* test = sql::As<::NullTest>(&node)) {
      add({}, static_cast<size_t>(test->nulltesttype));
    } else if (const auto* type = sql::As<::TypeName>(&node)) {
      add(sql::TypeRef::From(*type).Display(), 0);
    }
    return sql::Visit::kDescend;
  });
  return text;
}

std::optional<std::string> ConstantText(const ::Node* expression) {
  while (const auto* cast = sql::As<::TypeCast>(expression)) expression = cast->arg;
  const auto* constant = sql::As<::A_Const>(expression);
  if (constant == nullptr || constant->isnull) return std::nullopt;
  switch (constant->val.node.type) {
    case T_Integer:
      return std::to_string(constant->val.ival.ival);
    case T_Float:
      return std::string(sql::Text(constant->val.fval.fval));
    case T_String:
      return std::string(sql::Text(constant->val.sval.sval));
    case T_BitString:
      return std::string(sql::Text(constant->val.bsval.bsval));
    case T_Boolean:
      return constant->val.boolval.boolval ? "true" : "false";
    default:
      return std::nullopt;
  }
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
