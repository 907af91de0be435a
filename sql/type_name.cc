// SPDX-License-Identifier: Apache-2.0
#include "sql/type_name.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "sql/name.h"
#include "sql/nodes.h"

namespace lockstep::sql {

namespace {

// The spellings of format_type_extended() in PostgreSQL's utils/adt/format_type.c, for the types that have
// one of their own.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kDisplayNames = {{
    {"bit", "bit"},
    {"bool", "boolean"},
    {"bpchar", "character"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"interval", "interval"},
    {"json", "json"},
    {"numeric", "numeric"},
    {"time", "time without time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"timetz", "time with time zone"},
    {"varbit", "bit varying"},
    {"varchar", "character varying"},
}};

std::optional<int32_t> ModifierOf(const ::Node* node) {
  const auto* constant = As<::A_Const>(node);
  if (constant == nullptr || constant->isnull || constant->val.node.type != T_Integer) return std::nullopt;
  return constant->val.ival.ival;
}

std::string ModifierText(const TypeModifiers& modifiers) {
  if (modifiers.empty()) return {};
  std::string text = "(";
  for (const int32_t modifier : modifiers) {
    if (text.size() > 1) text += ',';
    text += std::to_string(modifier);
  }
  return text + ")";
}

// "timestamp(3) with time zone": the modifier stands behind the first word there.
std::string WithModifier(std::string_view name, const std::string& modifier) {
  const size_t with = name.find(" with");
  if (with == std::string_view::npos) return std::string(name) + modifier;
  return std::string(name.substr(0, with)) + modifier + std::string(name.substr(with));
}

}  // namespace

TypeRef TypeRef::From(const ::TypeName& type) {
  TypeRef result;
  const size_t count = Length(type.names);
  if (count >= 1) result.name = StringOf(At(type.names, count - 1));
  if (count >= 2) result.schema = StringOf(At(type.names, count - 2));
  result.is_array = Length(type.arrayBounds) > 0;
  result.is_set = type.setof;
  result.is_reference = type.pct_type;
  for (const auto* modifier : Elements<::Node>(type.typmods)) {
    if (const auto value = ModifierOf(modifier)) result.modifiers.Add(*value);
  }
  return result;
}

std::string TypeRef::Display() const {
  const std::string array = is_array ? "[]" : "";
  if (schema == "pg_catalog" || schema.empty()) {
    const auto* found = std::find_if(kDisplayNames.begin(), kDisplayNames.end(),
                                     [this](const auto& entry) { return entry.first == name; });
    // An interval's modifiers are an encoded field mask, not numbers that anybody wrote.
    if (name == "interval") return "interval" + array;
    if (found != kDisplayNames.end()) return WithModifier(found->second, ModifierText(modifiers)) + array;
    return QuoteIdentifier(name) + ModifierText(modifiers) + array;
  }
  return DisplayName(schema, name) + ModifierText(modifiers) + array;
}

}  // namespace lockstep::sql
