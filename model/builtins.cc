// SPDX-License-Identifier: Apache-2.0
#include "model/builtins.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>
#include <utility>

namespace lockstep::model {
namespace {

using enum CastContext;
using enum CastMethod;
using enum LengthCoercion;
using enum Volatility;

// Overloads are told apart by their number of arguments alone; the ranges of one name do not overlap.
struct BuiltinFunction {
  std::string_view name;
  std::uint8_t fewest_arguments;
  std::uint8_t most_arguments;
};

struct BuiltinOperator {
  std::string_view name;
  Volatility volatility;
};

constexpr BuiltinFunction kImmutableFunctions[] = {
#include "model/builtin_immutable_functions.inc"
};

constexpr BuiltinFunction kStableFunctions[] = {
#include "model/builtin_stable_functions.inc"
};

constexpr BuiltinFunction kVolatileFunctions[] = {
#include "model/builtin_volatile_functions.inc"
};

constexpr BuiltinOperator kOperators[] = {
#include "model/builtin_operators.inc"
};

constexpr BuiltinCast kCasts[] = {
#include "model/builtin_casts.inc"
};

constexpr BuiltinType kTypes[] = {
#include "model/builtin_types.inc"
};

constexpr ExtensionType kExtensionTypes[] = {
#include "model/builtin_extension_types.inc"
};

struct ExtensionCast {
  std::string_view source;
  std::string_view target;
  auto operator<=>(const ExtensionCast&) const = default;
};

constexpr ExtensionCast kExtensionCasts[] = {
#include "model/builtin_extension_casts.inc"
};

constexpr std::pair<std::string_view, size_t> CallOf(const BuiltinFunction& function) {
  return {function.name, function.most_arguments};
}

constexpr std::pair<std::string_view, std::string_view> EndsOf(const BuiltinCast& cast) {
  return {cast.source, cast.target};
}

static_assert(std::ranges::is_sorted(kImmutableFunctions, {}, CallOf));
static_assert(std::ranges::is_sorted(kStableFunctions, {}, CallOf));
static_assert(std::ranges::is_sorted(kVolatileFunctions, {}, CallOf));
static_assert(std::ranges::is_sorted(kOperators, {}, &BuiltinOperator::name));
static_assert(std::ranges::is_sorted(kCasts, {}, EndsOf));
static_assert(std::ranges::is_sorted(kExtensionTypes, {}, &ExtensionType::extension));
static_assert(std::ranges::is_sorted(kExtensionCasts));
static_assert(std::ranges::is_sorted(kTypes, {}, &BuiltinType::name));

// The entry of a table sorted by `key` whose key is `wanted`; null when there is none.
template <typename Table, typename Key, typename Projection>
const auto* Find(const Table& table, const Key& wanted, Projection key) {
  const auto* found = std::ranges::lower_bound(table, wanted, {}, key);
  return found != std::end(table) && std::invoke(key, *found) == wanted ? found : nullptr;
}

bool CanBeCalled(std::span<const BuiltinFunction> functions, std::string_view name, size_t argument_count) {
  const auto found = std::ranges::lower_bound(functions, std::pair(name, argument_count), {}, CallOf);
  return found != functions.end() && found->name == name && argument_count >= found->fewest_arguments;
}

}  // namespace

std::optional<Volatility> BuiltinFunctionVolatility(std::string_view name, size_t argument_count) {
  if (CanBeCalled(kImmutableFunctions, name, argument_count)) return kImmutable;
  if (CanBeCalled(kStableFunctions, name, argument_count)) return kStable;
  if (CanBeCalled(kVolatileFunctions, name, argument_count)) return kVolatile;
  return std::nullopt;
}

std::optional<Volatility> BuiltinOperatorVolatility(std::string_view name) {
  const BuiltinOperator* found = Find(kOperators, name, &BuiltinOperator::name);
  return found != nullptr ? std::optional(found->volatility) : std::nullopt;
}

const BuiltinCast* FindBuiltinCast(std::string_view source, std::string_view target) {
  return Find(kCasts, std::pair(source, target), EndsOf);
}

bool BinaryCoercible(std::string_view source, std::string_view target) {
  if (source == target) return true;
  const BuiltinCast* cast = FindBuiltinCast(source, target);
  return cast != nullptr && cast->method == CastMethod::kBinary;
}

std::span<const ExtensionType> TypesOfExtension(std::string_view extension) {
  // Not equal_range: clang 14 cannot compile what it returns.
  const auto* begin = std::ranges::lower_bound(kExtensionTypes, extension, {}, &ExtensionType::extension);
  const auto* end = std::ranges::upper_bound(kExtensionTypes, extension, {}, &ExtensionType::extension);
  return {begin, end};
}

bool ExtensionTypesCoercible(std::string_view source, std::string_view target) {
  return source == target || std::ranges::binary_search(kExtensionCasts, ExtensionCast{source, target});
}

const BuiltinType* FindBuiltinType(std::string_view name) { return Find(kTypes, name, &BuiltinType::name); }

}  // namespace lockstep::model
