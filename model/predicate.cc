// SPDX-License-Identifier: Apache-2.0
#include "model/predicate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "model/expression.h"

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

// How two constants of a column's type stand to each other.
enum class Order : uint8_t { kUnknown, kDifferent, kLess, kEqual, kGreater };

std::optional<double> NumberFrom(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

Order CompareNumbers(const std::string& left, const std::string& right) {
  const auto a = NumberFrom(left);
  const auto b = NumberFrom(right);
  if (!a || !b || *a == *b)
    return Order::kUnknown;  // equal ones are only written differently, or too near for a double
  return *a < *b ? Order::kLess : Order::kGreater;
}

// "2024-01-01", "2024-01-01 00:00:00": ISO dates and timestamps sort as their texts do.
bool IsIsoDate(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00 00:00:00";
  if (text.size() != kShape.find(' ') && text.size() != kShape.size()) return false;
  return std::equal(text.begin(), text.end(), kShape.begin(),
                    [](char c, char shape) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; });
}

// A date or timestamp as ISO writes it, to the second.
struct Moment {
  std::string text;
  bool has_offset = false;
};

std::optional<Moment> MomentFrom(std::string text) {
  Moment moment;
  for (const std::string_view offset : {"+00:00", "+00", "Z"}) {
    if (!text.ends_with(offset)) continue;
    text.resize(text.size() - offset.size());
    moment.has_offset = true;
    break;
  }
  if (!IsIsoDate(text)) return std::nullopt;
  if (text.find(' ') == std::string::npos) text += " 00:00:00";
  moment.text = std::move(text);
  return moment;
}

// `offset_counts`: of timestamptz, where what is written without one is in the session's time zone.
Order CompareDates(const std::string& left, const std::string& right, bool offset_counts) {
  const auto a = MomentFrom(left);
  const auto b = MomentFrom(right);
  if (!a || !b || (offset_counts && a->has_offset != b->has_offset)) return Order::kUnknown;
  if (a->text == b->text) return Order::kEqual;
  return a->text < b->text ? Order::kLess : Order::kGreater;
}

template <size_t kCount>
bool IsOneOf(std::string_view name, const std::array<std::string_view, kCount>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Order CompareConstants(const Execution& execution, ColumnId column, const std::string& left,
                       const std::string& right) {
  if (left == right) return Order::kEqual;
  const Column* object = execution.Get(column);
  if (object == nullptr || !object->type || !object->type->IsBuiltin() || object->type->ref.is_array) {
    return Order::kUnknown;
  }
  constexpr std::array<std::string_view, 6> kNumbers = {"float4", "float8", "int2",
                                                        "int4",   "int8",   "numeric"};
  constexpr std::array<std::string_view, 3> kDates = {"date", "timestamp", "timestamptz"};
  constexpr std::array<std::string_view, 2> kTexts = {"text", "varchar"};
  const std::string_view type = object->type->ref.name;
  if (IsOneOf(type, kNumbers)) return CompareNumbers(left, right);
  if (IsOneOf(type, kDates)) {
    return CompareDates(left, right, type == "timestamptz" && !execution.TimeZoneIsUtc());
  }
  return IsOneOf(type, kTexts) ? Order::kDifferent : Order::kUnknown;
}

// BT_implies_table in predtest.c: whether `column given c1` proves `column wanted c2`, where c1 stands to c2
// as `order` says.
bool ComparisonImplies(Kind given, Kind wanted, Order order) {
  const bool less = order == Order::kLess;
  const bool equal = order == Order::kEqual;
  const bool greater = order == Order::kGreater;
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
             (wanted == Kind::kNotEqual && (less || greater || order == Order::kDifferent));
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

bool IsMinimumOrMaximum(const ::Node* datum) {
  const std::string_view name = PlainColumn(datum);
  return name == "minvalue" || name == "maxvalue";
}

Predicate RangeOf(ColumnId key, const ::PartitionBoundSpec& bound) {
  std::vector<Predicate> conditions = {{.kind = Kind::kIsNotNull, .column = key}};
  const auto add = [&](const ::List* datums, Kind kind) {
    const ::Node* datum = sql::Length(datums) == 1 ? sql::At(datums, 0) : nullptr;
    if (IsMinimumOrMaximum(datum)) return;
    const auto constant = ConstantText(datum);
    conditions.push_back(constant ? Predicate{.kind = kind, .column = key, .constant = *constant}
                                  : Predicate{});
  };
  add(bound.lowerdatums, Kind::kGreaterOrEqual);
  add(bound.upperdatums, Kind::kLess);
  return {.kind = Kind::kAnd, .arguments = std::move(conditions)};
}

Predicate ListOf(ColumnId key, const ::PartitionBoundSpec& bound) {
  std::vector<Predicate> values;
  bool accepts_null = false;
  for (const auto* datum : sql::Elements<::Node>(bound.listdatums)) {
    if (IsNullConstant(datum)) {
      accepts_null = true;
      continue;
    }
    const auto constant = ConstantText(datum);
    values.push_back(constant ? Predicate{.kind = Kind::kEqual, .column = key, .constant = *constant}
                              : Predicate{});
  }
  if (accepts_null) {
    values.push_back({.kind = Kind::kIsNull, .column = key});
    return Joined(Kind::kOr, std::move(values));
  }
  if (values.empty()) return {};
  return {.kind = Kind::kAnd,
          .arguments = {{.kind = Kind::kIsNotNull, .column = key}, Joined(Kind::kOr, std::move(values))}};
}

Predicate OwnBound(const Execution& execution, RelationId table, const Relation& parent,
                   const ::PartitionBoundSpec& bound) {
  if (bound.is_default) {
    // Whatever no other partition takes.
    std::vector<Predicate> others;
    for (const RelationId id : parent.children) {
      const Relation* sibling = execution.Get(id);
      if (sibling != nullptr && id != table)
        others.push_back(Negation(OnTable(execution, table, sibling->bound)));
    }
    return {.kind = Kind::kAnd, .arguments = std::move(others)};
  }
  const Column* key =
      parent.partition_key.size() == 1 ? execution.Get(parent.partition_key.front()) : nullptr;
  if (key == nullptr) return {};
  const ColumnId column = execution.catalog().FindColumn(*execution.Get(table), key->name);
  if (!column) return {};
  switch (parent.partition_strategy) {
    case Strategy::kRange:
      return RangeOf(column, bound);
    case Strategy::kList:
      return ListOf(column, bound);
    case Strategy::kHash:
    case Strategy::kNone:
      return {};
  }
  return {};
}

}  // namespace

Predicate Joined(Kind kind, std::vector<Predicate> arguments) {
  if (arguments.size() == 1) return std::move(arguments.front());
  return {.kind = kind, .arguments = std::move(arguments)};
}

Predicate PredicateOf(const Execution& execution, RelationId table, const Relation& parent,
                      const ::PartitionBoundSpec& bound) {
  Predicate own = OwnBound(execution, table, parent, bound);
  if (!parent.is_partition) return own;
  return {.kind = Kind::kAnd, .arguments = {OnTable(execution, table, parent.bound), std::move(own)}};
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
  const Relation* relation = execution.Get(table);
  Predicate given{.kind = Kind::kAnd};
  for (const ConstraintId id : relation->constraints) {
    const ConstraintObject* check = execution.Get(id);
    if (check == nullptr || check->kind != ConstraintKind::kCheck || !check->is_valid) continue;
    given.arguments.push_back(check->predicate);
  }
  for (const ColumnId id : relation->columns) {
    if (execution.Get(id)->not_null) given.arguments.push_back({.kind = Kind::kIsNotNull, .column = id});
  }
  return Implies(execution, given, wanted);
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
