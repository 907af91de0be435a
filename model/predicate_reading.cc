// SPDX-License-Identifier: Apache-2.0
// Reads CHECK expressions as PostgreSQL has them once the parser (parse_expr.c) and eval_const_expressions()
// are done with them.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/constant_order.h"
#include "model/expression.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

using Kind = Predicate::Kind;

// Deeper nesting than anybody writes by hand is not worth a proof, nor the stack.
constexpr int kMaximumDepth = 50;
// MAX_SAOP_ARRAY_SIZE in predtest.c: longer lists are not looked into.
constexpr size_t kMaximumListLength = 100;

std::optional<Kind> ComparisonNamed(std::string_view name) {
  if (name == "<") return Kind::kLess;
  if (name == "<=") return Kind::kLessOrEqual;
  if (name == "=") return Kind::kEqual;
  if (name == "<>") return Kind::kNotEqual;
  if (name == ">=") return Kind::kGreaterOrEqual;
  if (name == ">") return Kind::kGreater;
  return std::nullopt;
}

// The operator with its operands exchanged: 5 < a is a > 5.
Kind Commuted(Kind kind) {
  switch (kind) {
    case Kind::kLess:
      return Kind::kGreater;
    case Kind::kLessOrEqual:
      return Kind::kGreaterOrEqual;
    case Kind::kGreaterOrEqual:
      return Kind::kLessOrEqual;
    case Kind::kGreater:
      return Kind::kLess;
    case Kind::kEqual:
    case Kind::kNotEqual:
    case Kind::kUnknown:
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kIsNull:
    case Kind::kIsNotNull:
      return kind;
  }
  return kind;
}

bool IsBareNull(const ::Node* node) {
  const auto* constant = sql::As<::A_Const>(node);
  return constant != nullptr && constant->isnull;
}

std::optional<bool> BooleanConstant(const ::Node* node) {
  const auto* constant = sql::As<::A_Const>(node);
  if (constant == nullptr || constant->isnull || constant->val.node.type != T_Boolean) return std::nullopt;
  return constant->val.boolval.boolval;
}

using Elements = std::vector<std::optional<std::string>>;

// Of an array as a literal, '{1,2}'; nothing where it has more than plain elements.
std::optional<Elements> LiteralElements(std::string_view text) {
  if (!text.starts_with('{') || !text.ends_with('}')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  if (text.empty() || text.find_first_of("{}\"\\ ") != std::string_view::npos) return std::nullopt;
  Elements elements;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view element = text.substr(begin, end - begin);
    elements.push_back(element == "NULL" ? std::nullopt : std::optional(std::string(element)));
    begin = end + 1;
  }
  return elements;
}

// Of a constant array, however cast. An element that is no constant, or NULL, has no text.
std::optional<Elements> ArrayElements(const ::Node* node) {
  while (const auto* cast = sql::As<::TypeCast>(node)) node = cast->arg;
  if (const auto* array = sql::As<::A_ArrayExpr>(node)) {
    Elements elements;
    for (const auto* element : sql::Elements<::Node>(array->elements))
      elements.push_back(ConstantText(element));
    return elements;
  }
  const auto literal = ConstantText(node);
  return literal ? LiteralElements(*literal) : std::nullopt;
}

// Reads CHECK expressions.
class Reader {
 public:
  Reader(const Execution& execution, RelationId table)
      : execution_(execution), table_(execution.Get(table)) {}

  Predicate Read(const ::Node* node, int depth) const {
    if (node == nullptr || depth > kMaximumDepth) return {};
    switch (sql::TagOf(node)) {
      case T_BoolExpr:
        return ReadBoolean(*sql::As<::BoolExpr>(node), depth);
      case T_NullTest: {
        const auto& test = *sql::As<::NullTest>(node);
        return ReadNullTest(reinterpret_cast<const ::Node*>(test.arg),
                            test.nulltesttype == IS_NULL ? Kind::kIsNull : Kind::kIsNotNull);
      }
      case T_A_Expr:
        return ReadOperation(*sql::As<::A_Expr>(node), depth);
      default:
        return {};
    }
  }

 private:
  ColumnId Column(const ::Node* node) const {
    const std::string_view name = PlainColumn(node);
    return name.empty() ? ColumnId{} : execution_.catalog().FindColumn(*table_, name);
  }

  Predicate ReadBoolean(const ::BoolExpr& boolean, int depth) const {
    std::vector<Predicate> arguments;
    for (const auto* argument : sql::Elements<::Node>(boolean.args)) {
      // simplify_and_arguments(), simplify_or_arguments(): true AND a is a, false OR a is a.
      const bool changes_nothing =
          boolean.boolop != NOT_EXPR && BooleanConstant(argument) == (boolean.boolop == AND_EXPR);
      if (!changes_nothing) arguments.push_back(Read(argument, depth + 1));
    }
    if (arguments.empty()) return {};
    if (boolean.boolop == NOT_EXPR) return Negation(std::move(arguments.front()));
    return Joined(boolean.boolop == AND_EXPR ? Kind::kAnd : Kind::kOr, std::move(arguments));
  }

  Predicate ReadNullTest(const ::Node* operand, Kind kind) const {
    if (const auto* row = sql::As<::RowExpr>(operand)) {
      std::vector<Predicate> fields;
      for (const auto* field : sql::Elements<::Node>(row->args)) fields.push_back(ReadNullTest(field, kind));
      return fields.empty() ? Predicate{} : Joined(Kind::kAnd, std::move(fields));
    }
    const ColumnId column = Column(operand);
    return column ? Predicate{.kind = kind, .column = column} : Predicate{};
  }

  // transformAExprDistinct(): IS [NOT] DISTINCT FROM a bare NULL is a null test.
  Predicate ReadDistinct(const ::A_Expr& operation, Kind kind) const {
    if (IsBareNull(operation.rexpr)) return ReadNullTest(operation.lexpr, kind);
    if (IsBareNull(operation.lexpr)) return ReadNullTest(operation.rexpr, kind);
    return {};
  }

  Predicate ReadOperation(const ::A_Expr& operation, int depth) const {
    switch (operation.kind) {
      case AEXPR_OP:
        return ReadComparison(operation, depth);
      case AEXPR_DISTINCT:
        return ReadDistinct(operation, Kind::kIsNotNull);
      case AEXPR_NOT_DISTINCT:
        return ReadDistinct(operation, Kind::kIsNull);
      case AEXPR_BETWEEN:
        return ReadBetween(operation);
      case AEXPR_NOT_BETWEEN:
        return Negation(ReadBetween(operation));
      case AEXPR_IN:
        return ReadList(operation, reinterpret_cast<const ::List*>(operation.rexpr),
                        sql::LastName(operation.name) == "<>");
      case AEXPR_OP_ANY:
        return ReadArray(operation, Kind::kOr);
      case AEXPR_OP_ALL:
        return ReadArray(operation, Kind::kAnd);
      default:
        return {};
    }
  }

  Predicate ReadComparison(const ::A_Expr& operation, int depth) const {
    const auto kind = ComparisonNamed(sql::LastName(operation.name));
    if (!kind) return {};
    if (const ColumnId column = Column(operation.lexpr)) return Compare(column, *kind, operation.rexpr);
    if (const ColumnId column = Column(operation.rexpr))
      return Compare(column, Commuted(*kind), operation.lexpr);
    return ReadTruth(operation, *kind, depth);
  }

  // simplify_boolean_equality(): (a IS NULL) = false is NOT (a IS NULL).
  Predicate ReadTruth(const ::A_Expr& operation, Kind kind, int depth) const {
    if (kind != Kind::kEqual && kind != Kind::kNotEqual) return {};
    const auto right = BooleanConstant(operation.rexpr);
    const auto value = right ? right : BooleanConstant(operation.lexpr);
    if (!value) return {};
    Predicate stated = Read(right ? operation.lexpr : operation.rexpr, depth + 1);
    return *value == (kind == Kind::kEqual) ? stated : Negation(std::move(stated));
  }

  Predicate Compare(ColumnId column, Kind kind, const ::Node* value) const {
    auto constant = ConstantText(value);
    if (!constant || !IsReasonedAbout(execution_, column, value)) return {};
    return {.kind = kind, .column = column, .constant = std::move(*constant)};
  }

  Predicate ReadBetween(const ::A_Expr& operation) const {
    const ColumnId column = Column(operation.lexpr);
    const auto* limits = sql::As<::List>(operation.rexpr);
    if (!column || sql::Length(limits) != 2) return {};
    return {.kind = Kind::kAnd,
            .arguments = {Compare(column, Kind::kGreaterOrEqual, sql::At(limits, 0)),
                          Compare(column, Kind::kLessOrEqual, sql::At(limits, 1))}};
  }

  Predicate ReadList(const ::A_Expr& operation, const ::List* list, bool negated) const {
    const ColumnId column = Column(operation.lexpr);
    if (!column || list == nullptr || sql::Length(list) > kMaximumListLength) return {};
    std::vector<Predicate> values;
    for (const auto* value : sql::Elements<::Node>(list))
      values.push_back(Compare(column, Kind::kEqual, value));
    Predicate any = Joined(Kind::kOr, std::move(values));
    return negated ? Negation(std::move(any)) : any;
  }

  // a = ANY (ARRAY[1, 2]), a <> ALL ('{1,2}').
  Predicate ReadArray(const ::A_Expr& operation, Kind joined) const {
    const ColumnId column = Column(operation.lexpr);
    const auto kind = ComparisonNamed(sql::LastName(operation.name));
    const auto elements = ArrayElements(operation.rexpr);
    if (!column || !kind || !elements || elements->empty() || elements->size() > kMaximumListLength)
      return {};
    const auto is_reasoned_about = [&](const ::Node* value) {
      return IsReasonedAbout(execution_, column, value);
    };
    const auto* array = sql::As<::A_ArrayExpr>(operation.rexpr);
    const auto values = sql::Elements<::Node>(array == nullptr ? nullptr : array->elements);
    if (!is_reasoned_about(operation.rexpr) || !std::all_of(values.begin(), values.end(), is_reasoned_about))
      return {};
    std::vector<Predicate> comparisons;
    for (const auto& element : *elements) {
      comparisons.push_back(element ? Predicate{.kind = *kind, .column = column, .constant = *element}
                                    : Predicate{});
    }
    return Joined(joined, std::move(comparisons));
  }

  const Execution& execution_;
  const Relation* table_;
};

}  // namespace

Predicate PredicateOf(const Execution& execution, RelationId table, const ::Node* expression) {
  return Reader(execution, table).Read(expression, 0);
}

}  // namespace lockstep::model
