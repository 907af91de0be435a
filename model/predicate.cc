// SPDX-License-Identifier: Apache-2.0
#include "model/predicate.h"

#include <algorithm>

#include "model/constant_order.h"

namespace lockstep::model {

namespace {

using Kind = Predicate::Kind;

// What NOT makes of it (negate_clause() in prepqual.c).
Kind Negated(Kind kind) {
  switch (kind) {
    case Kind::kUnknown:
      return Kind::kUnknown;
    case Kind::kAnd:
      return Kind::kOr;
    case Kind::kOr:
      return Kind::kAnd;
    case Kind::kIsNull:
      return Kind::kIsNotNull;
    case Kind::kIsNotNull:
      return Kind::kIsNull;
    case Kind::kLess:
      return Kind::kGreaterOrEqual;
    case Kind::kLessOrEqual:
      return Kind::kGreater;
    case Kind::kEqual:
      return Kind::kNotEqual;
    case Kind::kNotEqual:
      return Kind::kEqual;
    case Kind::kGreaterOrEqual:
      return Kind::kLess;
    case Kind::kGreater:
      return Kind::kLessOrEqual;
  }
  return Kind::kUnknown;
}

// BT_implies_table in predtest.c: whether `column given c1` proves `column wanted c2`, where c1 stands to c2
// as `order` says.
bool ComparisonImplies(Kind given, Kind wanted, ConstantOrder order) {
  const bool less = order == ConstantOrder::kLess;
  const bool equal = order == ConstantOrder::kEqual;
  const bool greater = order == ConstantOrder::kGreater;
  switch (given) {
    case Kind::kLess:
      return (wanted == Kind::kLess || wanted == Kind::kLessOrEqual || wanted == Kind::kNotEqual) &&
             (less || equal);
    case Kind::kLessOrEqual:
      return ((wanted == Kind::kLess || wanted == Kind::kNotEqual) && less) ||
             (wanted == Kind::kLessOrEqual && (less || equal));
    case Kind::kEqual:
      return (wanted == Kind::kLess && less) || (wanted == Kind::kLessOrEqual && (less || equal)) ||
             (wanted == Kind::kEqual && equal) || (wanted == Kind::kGreaterOrEqual && (equal || greater)) ||
             (wanted == Kind::kGreater && greater) ||
             (wanted == Kind::kNotEqual && (less || greater || order == ConstantOrder::kDifferent));
    case Kind::kNotEqual:
      return wanted == Kind::kNotEqual && equal;
    case Kind::kGreaterOrEqual:
      return ((wanted == Kind::kGreater || wanted == Kind::kNotEqual) && greater) ||
             (wanted == Kind::kGreaterOrEqual && (equal || greater));
    case Kind::kGreater:
      return (wanted == Kind::kGreater || wanted == Kind::kGreaterOrEqual || wanted == Kind::kNotEqual) &&
             (equal || greater);
    case Kind::kUnknown:
    case Kind::kAnd:
    case Kind::kOr:
    case Kind::kIsNull:
    case Kind::kIsNotNull:
      return false;
  }
  return false;
}

bool AtomImplies(const Execution& execution, const Predicate& given, const Predicate& wanted) {
  if (given.kind == Kind::kUnknown || given.column != wanted.column) return false;
  const bool null_test = given.kind == Kind::kIsNull || given.kind == Kind::kIsNotNull;
  if (null_test || wanted.kind == Kind::kIsNull || wanted.kind == Kind::kIsNotNull)
    return given.kind == wanted.kind;
  return ComparisonImplies(given.kind, wanted.kind,
                           CompareConstants(execution, given.column, given.constant, wanted.constant));
}

}  // namespace

Predicate Joined(Kind kind, std::vector<Predicate> arguments) {
  if (arguments.size() == 1) return std::move(arguments.front());
  return {.kind = kind, .arguments = std::move(arguments)};
}

Predicate Negation(Predicate predicate) {
  predicate.kind = Negated(predicate.kind);
  for (Predicate& argument : predicate.arguments) argument = Negation(std::move(argument));
  return predicate;
}

Predicate OnTable(const Execution& execution, RelationId table, const Predicate& predicate) {
  Predicate result = predicate;
  for (Predicate& argument : result.arguments) argument = OnTable(execution, table, argument);
  if (!result.column) return result;
  const Column* column = execution.Get(result.column);
  result.column =
      column == nullptr ? ColumnId{} : execution.catalog().FindColumn(*execution.Get(table), column->name);
  return result.column ? result : Predicate{};
}

bool IsProven(const Execution& execution, RelationId table, const Predicate& wanted) {
  const auto is_proven = [&](const Predicate& argument) { return IsProven(execution, table, argument); };
  if (wanted.kind == Kind::kAnd)
    return std::all_of(wanted.arguments.begin(), wanted.arguments.end(), is_proven);
  if (wanted.kind == Kind::kOr && std::any_of(wanted.arguments.begin(), wanted.arguments.end(), is_proven)) {
    return true;
  }
  const Relation& relation = *execution.Get(table);
  const bool by_check =
      std::any_of(relation.constraints.begin(), relation.constraints.end(), [&](ConstraintId id) {
        const ConstraintObject* check = execution.Get(id);
        return check != nullptr && check->kind == ConstraintKind::kCheck && check->is_valid &&
               Implies(execution, *check->predicate, wanted);
      });
  return by_check || std::any_of(relation.columns.begin(), relation.columns.end(), [&](ColumnId id) {
           return execution.Get(id)->not_null &&
                  Implies(execution, {.kind = Kind::kIsNotNull, .column = id}, wanted);
         });
}

bool Implies(const Execution& execution, const Predicate& given, const Predicate& wanted) {
  const auto implies = [&](const Predicate& a, const Predicate& b) { return Implies(execution, a, b); };
  if (wanted.kind == Kind::kAnd) {
    return std::all_of(wanted.arguments.begin(), wanted.arguments.end(),
                       [&](const Predicate& argument) { return implies(given, argument); });
  }
  if (given.kind == Kind::kOr) {
    return std::all_of(given.arguments.begin(), given.arguments.end(),
                       [&](const Predicate& argument) { return implies(argument, wanted); });
  }
  if (wanted.kind == Kind::kOr &&
      std::any_of(wanted.arguments.begin(), wanted.arguments.end(),
                  [&](const Predicate& argument) { return implies(given, argument); })) {
    return true;
  }
  if (given.kind == Kind::kAnd) {
    return std::any_of(given.arguments.begin(), given.arguments.end(),
                       [&](const Predicate& argument) { return implies(argument, wanted); });
  }
  return wanted.kind != Kind::kOr && AtomImplies(execution, given, wanted);
}

}  // namespace lockstep::model
