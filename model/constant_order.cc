// SPDX-License-Identifier: Apache-2.0
#include "model/constant_order.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>
#include <optional>
#include <string_view>

#include "model/expression.h"

namespace lockstep::model {

namespace {

using Order = ConstantOrder;

Order OrderFrom(std::strong_ordering ordering) {
  if (ordering < 0) return Order::kLess;
  return ordering > 0 ? Order::kGreater : Order::kEqual;
}

template <size_t kCount>
bool IsOneOf(std::string_view name, const std::array<std::string_view, kCount>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Of any size, as numeric holds it: without leading zeros before the point and closing ones behind it.
struct Decimal {
  bool is_negative = false;
  std::string_view whole;
  std::string_view fraction;

  bool IsZero() const { return whole.empty() && fraction.empty(); }
};

std::optional<Decimal> DecimalFrom(std::string_view text) {
  Decimal decimal;
  if (text.starts_with('-') || text.starts_with('+')) {
    decimal.is_negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const size_t point = std::min(text.find('.'), text.size());
  decimal.whole = text.substr(0, point);
  if (point < text.size()) decimal.fraction = text.substr(point + 1);
  const bool has_digits = !decimal.whole.empty() || !decimal.fraction.empty();
  const auto is_digits = [](std::string_view part) { return std::all_of(part.begin(), part.end(), IsDigit); };
  if (!has_digits || !is_digits(decimal.whole) || !is_digits(decimal.fraction)) return std::nullopt;
  decimal.whole.remove_prefix(std::min(decimal.whole.find_first_not_of('0'), decimal.whole.size()));
  decimal.fraction = decimal.fraction.substr(0, decimal.fraction.find_last_not_of('0') + 1);
  if (decimal.IsZero()) decimal.is_negative = false;
  return decimal;
}

std::strong_ordering CompareMagnitudes(const Decimal& left, const Decimal& right) {
  if (const auto by_length = left.whole.size() <=> right.whole.size(); by_length != 0) return by_length;
  if (const auto by_whole = left.whole <=> right.whole; by_whole != 0) return by_whole;
  return left.fraction <=> right.fraction;
}

Order CompareDecimals(const std::string& left, const std::string& right) {
  const auto a = DecimalFrom(left);
  const auto b = DecimalFrom(right);
  if (!a || !b) return Order::kUnknown;
  if (a->is_negative != b->is_negative) return a->is_negative ? Order::kLess : Order::kGreater;
  return OrderFrom(a->is_negative ? CompareMagnitudes(*b, *a) : CompareMagnitudes(*a, *b));
}

std::optional<double> DoubleFrom(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

// Equal ones are only written differently, or too near to each other for the type.
Order CompareDoubles(const std::string& left, const std::string& right) {
  const auto a = DoubleFrom(left);
  const auto b = DoubleFrom(right);
  if (!a || !b || *a == *b) return Order::kUnknown;
  return *a < *b ? Order::kLess : Order::kGreater;
}

// "2024-01-01", "2024-01-01 00:00:00": ISO dates and timestamps sort as their texts do.
bool IsIsoDate(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00 00:00:00";
  if (text.size() != kShape.find(' ') && text.size() != kShape.size()) return false;
  return std::equal(text.begin(), text.end(), kShape.begin(),
                    [](char c, char shape) { return shape == '0' ? IsDigit(c) : c == shape; });
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
  return OrderFrom(a->text <=> b->text);
}

bool IsPlainWord(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'z'); });
}

Order CompareTexts(std::string_view collation, const std::string& left, const std::string& right) {
  constexpr std::array<std::string_view, 3> kByBytes = {"C", "POSIX", "ucs_basic"};
  const bool is_default = collation.empty() || collation == "default";
  const bool sorts_by_bytes =
      IsOneOf(collation, kByBytes) || (is_default && IsPlainWord(left) && IsPlainWord(right));
  return sorts_by_bytes ? OrderFrom(left <=> right) : Order::kDifferent;
}

constexpr std::array<std::string_view, 3> kWholeNumbers = {"int2", "int4", "int8"};
constexpr std::array<std::string_view, 3> kDates = {"date", "timestamp", "timestamptz"};

// The type that the constant is cast to last; empty where it is not cast.
std::string_view CastName(const ::Node* constant) {
  const auto* cast = sql::As<::TypeCast>(constant);
  return cast == nullptr ? "" : sql::TypeRef::From(*cast->typeName).name;
}

const ColumnType* BuiltinScalar(const Execution& execution, ColumnId column) {
  const Column* object = execution.Get(column);
  const bool is_scalar =
      object != nullptr && object->type && object->type->IsBuiltin() && !object->type->ref.is_array;
  return is_scalar ? &*object->type : nullptr;
}

}  // namespace

ConstantOrder CompareConstants(const Execution& execution, ColumnId column, const std::string& left,
                               const std::string& right) {
  if (left == right) return Order::kEqual;
  constexpr std::array<std::string_view, 2> kFloats = {"float4", "float8"};
  constexpr std::array<std::string_view, 2> kTexts = {"text", "varchar"};
  const ColumnType* type = BuiltinScalar(execution, column);
  if (type == nullptr) return Order::kUnknown;
  const std::string_view name = type->ref.name;
  if (name == "numeric" || IsOneOf(name, kWholeNumbers)) return CompareDecimals(left, right);
  if (IsOneOf(name, kFloats)) return CompareDoubles(left, right);
  if (IsOneOf(name, kDates))
    return CompareDates(left, right, name == "timestamptz" && !execution.TimeZoneIsUtc());
  return IsOneOf(name, kTexts) ? CompareTexts(type->collation, left, right) : Order::kUnknown;
}

bool IsReasonedAbout(const Execution& execution, ColumnId column, const ::Node* constant) {
  const ColumnType* type = BuiltinScalar(execution, column);
  if (type == nullptr) return true;
  const std::string_view name = type->ref.name;
  const std::string_view cast = CastName(constant);
  if (IsOneOf(name, kWholeNumbers)) {
    const auto text = ConstantText(constant);
    const bool has_fraction = cast.empty() && sql::As<::A_Const>(constant) != nullptr &&
                              sql::As<::A_Const>(constant)->val.node.type == T_Float &&
                              text->find_first_of(".eE") != std::string::npos;
    return !has_fraction && (cast.empty() || IsOneOf(cast, kWholeNumbers));
  }
  if (!IsOneOf(name, kDates) || !IsOneOf(cast, kDates)) return true;
  return (name == "timestamptz") == (cast == "timestamptz");
}

}  // namespace lockstep::model
