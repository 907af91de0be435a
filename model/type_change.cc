// SPDX-License-Identifier: Apache-2.0
#include "model/type_change.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "model/domains.h"
#include "model/expression.h"

namespace lockstep::model {

namespace {

constexpr int32_t kMaximumTimePrecision = 6;

bool IsNumeric(const sql::TypeRef& type) { return type.name == "numeric"; }

bool IsTemporal(const sql::TypeRef& type) {
  constexpr std::array<std::string_view, 4> kTypes = {"time", "timestamp", "timestamptz", "timetz"};
  return std::find(kTypes.begin(), kTypes.end(), type.name) != kTypes.end();
}

int32_t ScaleOf(const sql::TypeRef& type) { return type.modifiers.size() > 1 ? type.modifiers[1] : 0; }

// Which fields an interval has, and to how many digits its seconds. The modifiers are a mask of fields
// (INTERVAL_MASK() of utils/timestamp.h) and the digits.
struct IntervalFields {
  int least = 0;  // 0: seconds, 5: years
  int32_t precision = std::numeric_limits<int32_t>::max();

  static IntervalFields Of(const sql::TypeRef& type) {
    // Seconds, minutes, hours, days, months, years.
    constexpr std::array<int32_t, 6> kMasks = {1 << 12, 1 << 11, 1 << 10, 1 << 3, 1 << 1, 1 << 2};
    IntervalFields fields;
    if (type.modifiers.empty()) return fields;
    const auto least = std::find_if(kMasks.begin(), kMasks.end(),
                                    [&](int32_t mask) { return (type.modifiers[0] & mask) != 0; });
    fields.least = static_cast<int>(least - kMasks.begin());
    if (type.modifiers.size() > 1) fields.precision = type.modifiers[1];
    return fields;
  }
};

// interval_support(): the digits of the seconds only matter where there are seconds.
bool KeepsIntervals(const sql::TypeRef& old_type, const sql::TypeRef& new_type) {
  const IntervalFields before = IntervalFields::Of(old_type);
  const IntervalFields after = IntervalFields::Of(new_type);
  const bool keeps_digits = after.precision >= kMaximumTimePrecision || after.precision >= before.precision;
  return after.least <= before.least && (before.least > 0 || keeps_digits);
}

// Whether the planner leaves the length coercion out because it cannot change any value: numeric_support(),
// TemporalSimplify(), varchar_support(), varbit_support() and interval_support() in PostgreSQL's utils/adt.
// `old_type` is of the same type.
bool CoercionIsSimplified(const sql::TypeRef& old_type, const sql::TypeRef& new_type) {
  if (IsNumeric(new_type)) {
    return !old_type.modifiers.empty() && ScaleOf(old_type) == ScaleOf(new_type) &&
           old_type.modifiers[0] <= new_type.modifiers[0];
  }
  if (IsTemporal(new_type) && new_type.modifiers[0] >= kMaximumTimePrecision) return true;
  if (new_type.name == "interval") return KeepsIntervals(old_type, new_type);
  return !old_type.modifiers.empty() && old_type.modifiers[0] <= new_type.modifiers[0];
}

// Values have been made to be of new_type's type; `old_type` says what is known of their modifiers.
bool LengthCoercionRewrites(const sql::TypeRef& old_type, const sql::TypeRef& new_type) {
  if (new_type.modifiers.empty() || old_type.modifiers == new_type.modifiers) return false;
  const BuiltinType* type = FindBuiltinType(new_type.name);
  if (type == nullptr) return true;
  switch (type->length_coercion) {
    case LengthCoercion::kNone:
      return false;
    case LengthCoercion::kAlways:
      return true;
    case LengthCoercion::kSimplified:
      return !CoercionIsSimplified(old_type, new_type);
  }
  return true;
}

// Follows domains down to what values are stored as; `constrained` is set where one of them has constraints.
const ColumnType& BaseOf(const Execution& execution, const ColumnType& type, bool& constrained) {
  const ColumnType* current = &type;
  while (!current->IsBuiltin() && !current->ref.is_array) {
    const Type* object = execution.Get(current->user_type);
    if (object == nullptr || object->kind != TypeKind::kDomain || !object->base) break;
    constrained = constrained || HasConstraints(execution, *object);
    current = &*object->base;
  }
  return *current;
}

bool BelongsToExtension(const Execution& execution, const ColumnType& type) {
  const Type* object = execution.Get(type.user_type);
  return object != nullptr && !object->extension.empty();
}

std::optional<Cause> WhyCoercionRewrites(const Execution& execution, const ColumnType& from,
                                         const ColumnType& to) {
  bool ignored = false;
  bool to_constrained = false;
  const ColumnType& old_base = BaseOf(execution, from, ignored);
  const ColumnType& new_base = BaseOf(execution, to, to_constrained);
  const bool same_domain = from.user_type && from.user_type == to.user_type;
  if (to_constrained && !same_domain) return Cause::kConstrainedDomain;
  sql::TypeRef old_type = old_base.ref;
  const sql::TypeRef& new_type = new_base.ref;
  // What a domain says of the length is forgotten on the way to its base type (coerce_type()).
  if (from.user_type && !from.IsBuiltin() && !same_domain && old_base.IsBuiltin() && !old_type.is_array)
    old_type.modifiers.clear();
  // An array's elements are coerced one by one, whatever they are.
  if (old_type.is_array || new_type.is_array) {
    sql::TypeRef as_wanted = old_type;
    if (new_type.modifiers.empty()) as_wanted.modifiers.clear();
    const bool same = as_wanted == new_type && old_base.user_type == new_base.user_type;
    return same ? std::nullopt : std::optional(Cause::kTypeChange);
  }
  if (!old_base.IsBuiltin() || !new_base.IsBuiltin()) {
    if (BelongsToExtension(execution, old_base) || BelongsToExtension(execution, new_base)) {
      const bool coercible =
          ExtensionTypesCoercible(old_type.name, new_type.name) && new_type.modifiers.empty();
      return coercible ? std::nullopt : std::optional(Cause::kTypeChange);
    }
    const bool same = old_type.name == new_type.name && old_base.user_type == new_base.user_type;
    return same && old_type.modifiers == new_type.modifiers ? std::nullopt
                                                            : std::optional(Cause::kTypeChange);
  }
  if (old_type.name == new_type.name) {
    return LengthCoercionRewrites(old_type, new_type) ? std::optional(Cause::kTypeChange) : std::nullopt;
  }
  const bool changes_zone = (old_type.name == "timestamp" && new_type.name == "timestamptz") ||
                            (old_type.name == "timestamptz" && new_type.name == "timestamp");
  if (changes_zone && !execution.TimeZoneIsUtc()) return Cause::kTimeZone;
  if (!changes_zone && !BinaryCoercible(old_type.name, new_type.name)) return Cause::kTypeChange;
  // What was known of the length does not survive a change of type, unless coerce_to_domain() makes it.
  sql::TypeRef relabelled = new_type;
  relabelled.modifiers = to.IsBuiltin() ? decltype(relabelled.modifiers){} : old_type.modifiers;
  return LengthCoercionRewrites(relabelled, new_type) ? std::optional(Cause::kTypeChange) : std::nullopt;
}

bool IsVector(const ColumnType& type) {
  return type.IsBuiltin() && (type.ref.name == "int2vector" || type.ref.name == "oidvector");
}

// What casts of it there are is known: those of pg_catalog, and none of an enum.
bool HasKnownCasts(const Execution& execution, const ColumnType& type) {
  if (type.IsBuiltin()) return FindBuiltinType(type.ref.name) != nullptr;
  const Type* object = execution.Get(type.user_type);
  return object != nullptr && object->kind == TypeKind::kEnum;
}

const OperatorClass* DefaultOperatorClass(const ColumnType& type, std::string_view access_method) {
  const BuiltinType* builtin = type.IsBuiltin() ? FindBuiltinType(type.ref.name) : nullptr;
  if (builtin == nullptr) return nullptr;
  if (access_method == "hash") return &builtin->hash;
  if (access_method == "gist") return &builtin->gist;
  if (access_method == "gin") return &builtin->gin;
  if (access_method == "spgist") return &builtin->spgist;
  if (access_method == "brin") return &builtin->brin;
  return &builtin->btree;
}

}  // namespace

std::optional<Cause> WhyTypeChangeRewrites(const Execution& execution,
                                           const std::optional<ColumnType>& old_type,
                                           const ColumnType& new_type, std::string_view column,
                                           const ::Node* using_expression) {
  std::vector<const ::TypeName*> casts;
  const ::Node* expression = using_expression;
  while (const auto* cast = sql::As<::TypeCast>(expression)) {
    casts.push_back(cast->typeName);
    expression = cast->arg;
  }
  if (expression != nullptr && PlainColumn(expression) != column) return Cause::kUsing;
  if (!old_type) return Cause::kUnknownOldType;
  ColumnType current = *old_type;
  for (auto cast = casts.rbegin(); cast != casts.rend(); ++cast) {
    const ColumnType next = execution.ResolveType(**cast);
    if (const auto cause = WhyCoercionRewrites(execution, current, next)) return cause;
    current = next;
  }
  return WhyCoercionRewrites(execution, current, new_type);
}

std::optional<bool> IsAssignable(const Execution& execution, const ColumnType& from, const ColumnType& to) {
  bool ignored = false;
  const ColumnType& source = BaseOf(execution, from, ignored);
  const ColumnType& target = BaseOf(execution, to, ignored);
  const BuiltinType* string = target.IsBuiltin() ? FindBuiltinType(target.ref.name) : nullptr;
  const bool is_of_strings = string != nullptr && string->category == 'S';
  if (is_of_strings && (!target.ref.is_array || source.ref.is_array)) return true;
  const bool is_complete = execution.environment().history_is_complete && !execution.catalog().HasCasts();
  if (!is_complete || !HasKnownCasts(execution, source) || !HasKnownCasts(execution, target))
    return std::nullopt;
  // They are arrays, too.
  if (IsVector(source) || IsVector(target)) return std::nullopt;
  if (source.ref.is_array != target.ref.is_array) return false;
  if (source.ref.name == target.ref.name && source.user_type == target.user_type) return true;
  if (!source.IsBuiltin() || !target.IsBuiltin()) return false;
  const BuiltinCast* cast = FindBuiltinCast(source.ref.name, target.ref.name);
  return cast != nullptr && cast->context != CastContext::kExplicit;
}

bool MayReferTo(const Execution& execution, const ColumnType& key, const ColumnType& referenced) {
  bool ignored = false;
  const ColumnType& source = BaseOf(execution, key, ignored);
  const ColumnType& target = BaseOf(execution, referenced, ignored);
  if (source.ref.is_array || target.ref.is_array || execution.catalog().HasCasts()) return true;
  if (!source.IsBuiltin() || !target.IsBuiltin()) {
    // An enum's values can be compared with its own alone.
    const bool are_known = HasKnownCasts(execution, source) && HasKnownCasts(execution, target);
    return !are_known || source.user_type == target.user_type;
  }
  if (source.ref.name == target.ref.name) return true;
  const BuiltinType* from = FindBuiltinType(source.ref.name);
  const BuiltinType* to = FindBuiltinType(target.ref.name);
  if (from == nullptr || to == nullptr || from->btree.family.empty() || to->btree.family.empty()) return true;
  // Each family that has several types compares any two of them; what is used by a type's default operator
  // class may be another type's (varchar: text_ops).
  if (from->btree.family == to->btree.family) return true;
  const auto is_implicit = [](std::string_view source_name, std::string_view target_name) {
    const BuiltinCast* cast = FindBuiltinCast(source_name, target_name);
    return cast != nullptr && cast->context == CastContext::kImplicit;
  };
  return is_implicit(from->name, to->name) ||
         (to->btree.family == "text_ops" && is_implicit(from->name, "text"));
}

bool IndexSurvives(const Execution& execution, const ColumnType& old_type, const ColumnType& new_type,
                   std::string_view access_method) {
  bool ignored = false;
  const ColumnType& old_base = BaseOf(execution, old_type, ignored);
  const ColumnType& new_base = BaseOf(execution, new_type, ignored);
  if (old_type.collation != new_type.collation) return false;
  if (old_base.ref.is_array || new_base.ref.is_array || !old_base.IsBuiltin() || !new_base.IsBuiltin()) {
    return old_base.ref.name == new_base.ref.name && old_base.user_type == new_base.user_type &&
           old_base.ref.is_array == new_base.ref.is_array;
  }
  const OperatorClass* before = DefaultOperatorClass(old_base, access_method);
  const OperatorClass* after = DefaultOperatorClass(new_base, access_method);
  return before != nullptr && after != nullptr && before->name == after->name;
}

}  // namespace lockstep::model
