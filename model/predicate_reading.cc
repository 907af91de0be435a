// SPDX-License-Identifier: Apache-2.0
// Reads CHECK expressions as PostgreSQL has them once the parser (parse_expr.c) and eval_const_expressions()
// are done with them.
#include <optional>

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
        if (const auto* array = sql::As<::A_ArrayExpr>(operation.rexpr);
            array != nullptr && sql::LastName(operation.name) == "=") {
          return ReadList(operation, array->elements, false);
        }
        return {};
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

  static Predicate Compare(ColumnId column, Kind kind, const ::Node* value) {
    auto constant = ConstantText(value);
    if (!constant) return {};
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

  const Execution& execution_;
  const Relation* table_;
};

}  // namespace

Predicate PredicateOf(const Execution& execution, RelationId table, const ::Node* expression) {
  return Reader(execution, table).Read(expression, 0);
}

}  // namespace lockstep::model
