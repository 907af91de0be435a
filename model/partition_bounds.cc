// SPDX-License-Identifier: Apache-2.0
// What partition bounds make true of the rows: get_qual_from_partbound() in PostgreSQL's partbounds.c.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "model/constant_order.h"
#include "model/expression.h"
#include "model/predicate.h"

namespace lockstep::model {

namespace {

using Kind = Predicate::Kind;

// MAX_SAOP_ARRAY_SIZE in predtest.c: longer lists are not looked into.
constexpr size_t kMaximumListLength = 100;

Predicate Comparison(ColumnId column, Kind kind, const std::optional<std::string>& constant) {
  if (!constant) return {};
  return {.kind = kind, .column = column, .constant = *constant};
}

// One of a range's limits, for one column of the key.
struct Datum {
  enum class Limit : uint8_t { kMinimum, kValue, kMaximum };

  Limit limit = Limit::kValue;
  std::optional<std::string> constant = {};  // of kValue; nothing: an expression, whose value is not known

  static Datum From(const ::Node* node) {
    const std::string_view name = PlainColumn(node);
    if (name == "minvalue") return {.limit = Limit::kMinimum};
    if (name == "maxvalue") return {.limit = Limit::kMaximum};
    return {.constant = ConstantText(node)};
  }
  bool IsValue() const { return limit == Limit::kValue; }
};

std::vector<Datum> DatumsFrom(const ::List* list) {
  std::vector<Datum> datums;
  for (const auto* node : sql::Elements<::Node>(list)) datums.push_back(Datum::From(node));
  return datums;
}

// get_qual_for_range(): the lower limit of (a, b, c) is a > x OR (a = x AND b > y) OR (a = x AND b = y AND
// c >= z), the upper one the same with <.
class Range {
 public:
  Range(const Execution& execution, const std::vector<ColumnId>& key, const ::PartitionBoundSpec& bound)
      : execution_(execution),
        key_(key),
        lower_(DatumsFrom(bound.lowerdatums)),
        upper_(DatumsFrom(bound.upperdatums)) {}

  Predicate Read() const {
    if (lower_.size() != key_.size() || upper_.size() != key_.size()) return {};
    std::vector<Predicate> conditions;
    for (const ColumnId column : key_) conditions.push_back({.kind = Kind::kIsNotNull, .column = column});
    size_t first = 0;
    for (; first < key_.size() && IsOneValue(first); ++first)
      conditions.push_back(Comparison(key_[first], Kind::kEqual, lower_[first].constant));
    const auto add = [&conditions](std::vector<Predicate> arms) {
      if (!arms.empty()) conditions.push_back(Joined(Kind::kOr, std::move(arms)));
    };
    add(Arms(lower_, first, true));
    add(Arms(upper_, first, false));
    return Joined(Kind::kAnd, std::move(conditions));
  }

 private:
  // Whether the column has the same value in both limits.
  bool IsOneValue(size_t i) const {
    const auto& lower = lower_[i].constant;
    const auto& upper = upper_[i].constant;
    return lower && upper && CompareConstants(execution_, key_[i], *lower, *upper) == ConstantOrder::kEqual;
  }

  // How the last column of an arm is compared.
  Kind LastKind(const std::vector<Datum>& datums, size_t i, bool is_lower) const {
    const Datum* next = i + 1 < datums.size() ? &datums[i + 1] : nullptr;
    if (is_lower) {
      const bool is_included = next == nullptr || next->limit == Datum::Limit::kMinimum;
      return is_included ? Kind::kGreaterOrEqual : Kind::kGreater;
    }
    const bool is_included = next != nullptr && next->limit == Datum::Limit::kMaximum;
    return is_included ? Kind::kLessOrEqual : Kind::kLess;
  }

  std::vector<Predicate> Arms(const std::vector<Datum>& datums, size_t first, bool is_lower) const {
    std::vector<Predicate> arms;
    for (size_t last = first; last < datums.size(); ++last) {
      if (!datums[last].IsValue()) break;
      std::vector<Predicate> arm;
      for (size_t i = first; i < last; ++i)
        arm.push_back(Comparison(key_[i], Kind::kEqual, datums[i].constant));
      arm.push_back(Comparison(key_[last], LastKind(datums, last, is_lower), datums[last].constant));
      arms.push_back(Joined(Kind::kAnd, std::move(arm)));
    }
    return arms;
  }

  const Execution& execution_;
  const std::vector<ColumnId>& key_;
  const std::vector<Datum> lower_;
  const std::vector<Datum> upper_;
};

// get_qual_for_list().
Predicate ListOf(ColumnId key, const ::PartitionBoundSpec& bound) {
  std::vector<Predicate> values;
  bool accepts_null = false;
  for (const auto* datum : sql::Elements<::Node>(bound.listdatums)) {
    if (IsNullConstant(datum)) {
      accepts_null = true;
    } else {
      values.push_back(Comparison(key, Kind::kEqual, ConstantText(datum)));
    }
  }
  if (values.size() > kMaximumListLength) values = {Predicate{}};
  if (accepts_null) {
    values.push_back({.kind = Kind::kIsNull, .column = key});
    return Joined(Kind::kOr, std::move(values));
  }
  if (values.empty()) return {};
  return {.kind = Kind::kAnd,
          .arguments = {{.kind = Kind::kIsNotNull, .column = key}, Joined(Kind::kOr, std::move(values))}};
}

// Whatever no other partition takes.
Predicate DefaultOf(const Execution& execution, RelationId table, const Relation& parent) {
  std::vector<Predicate> others;
  for (const RelationId id : parent.children) {
    const Relation* sibling = execution.Get(id);
    if (sibling != nullptr && id != table)
      others.push_back(Negation(OnTable(execution, table, *sibling->bound)));
  }
  return {.kind = Kind::kAnd, .arguments = std::move(others)};
}

// The columns of the parent's key as the table has them; empty where it lacks one.
std::vector<ColumnId> KeyOf(const Execution& execution, RelationId table, const Relation& parent) {
  std::vector<ColumnId> key;
  for (const ColumnId id : parent.partition_key) {
    const Column* column = execution.Get(id);
    const ColumnId own =
        column == nullptr ? ColumnId{} : execution.catalog().FindColumn(*execution.Get(table), column->name);
    if (!own) return {};
    key.push_back(own);
  }
  return key;
}

Predicate OwnBound(const Execution& execution, RelationId table, const Relation& parent,
                   const ::PartitionBoundSpec& bound) {
  if (bound.is_default) return DefaultOf(execution, table, parent);
  const std::vector<ColumnId> key = KeyOf(execution, table, parent);
  if (key.empty()) return {};
  switch (parent.partition_strategy) {
    case Strategy::kRange:
      return Range(execution, key, bound).Read();
    case Strategy::kList:
      return ListOf(key.front(), bound);
    case Strategy::kHash:
    case Strategy::kNone:
      return {};
  }
  return {};
}

}  // namespace

Predicate PredicateOf(const Execution& execution, RelationId table, const Relation& parent,
                      const ::PartitionBoundSpec& bound) {
  Predicate own = OwnBound(execution, table, parent, bound);
  if (!parent.is_partition) return own;
  return {.kind = Kind::kAnd, .arguments = {OnTable(execution, table, *parent.bound), std::move(own)}};
}

}  // namespace lockstep::model
