// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL has before anybody creates anything: functions, operators, casts and types of pg_catalog,
// as far as they decide rewrites and index reuse. Tables made by scripts/generate-builtins; lookups allocate
// nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lockstep::model {

// pg_proc.provolatile; the greater, the worse.
enum class Volatility : std::uint8_t { kImmutable, kStable, kVolatile };

// pg_cast.castmethod: by a function, none because the types share one representation, or through the types'
// text form.
enum class CastMethod : std::uint8_t { kFunction, kBinary, kInOut };

// pg_cast.castcontext: where the cast is applied without being written. ALTER COLUMN TYPE without USING
// applies kImplicit and kAssignment.
enum class CastContext : std::uint8_t { kImplicit, kAssignment, kExplicit };

// What fits a value to the type's modifiers, as in varchar(10): no function, one that is always called, or
// one that the planner leaves out where it would change nothing (a wider varchar).
enum class LengthCoercion : std::uint8_t { kNone, kAlways, kSimplified };

// Type names are those of pg_type: "int4", "varchar", "bpchar".
struct BuiltinCast {
  std::string_view source;
  std::string_view target;
  CastMethod method;
  CastContext context;
  Volatility volatility;
};

// What an index gets where none is named; both names are empty where the type has no default.
struct OperatorClass {
  std::string_view name;
  std::string_view family;
};

struct BuiltinType {
  std::string_view name;
  char category;           // pg_type.typcategory
  std::string_view array;  // name of the type of its arrays; empty where it has none
  bool takes_modifiers;
  bool is_collatable;
  LengthCoercion length_coercion;
  // Of the access methods. An index outlives a change of type only where the operator class stays the same.
  OperatorClass btree;
  OperatorClass hash;
  OperatorClass gist;
  OperatorClass gin;
  OperatorClass spgist;
  OperatorClass brin;
};

// The worst of the overloads that can be called with so many arguments; nothing when there is none.
std::optional<Volatility> BuiltinFunctionVolatility(std::string_view name, size_t argument_count);

// The worst of the operators of that name, whatever their operands; nothing when there is none.
std::optional<Volatility> BuiltinOperatorVolatility(std::string_view name);

// Nothing when pg_cast has no such row; a type has none to itself.
const BuiltinCast* FindBuiltinCast(std::string_view source, std::string_view target);

// Whether a value of one type is one of the other without any work: the same type, or a binary cast of any
// context.
bool BinaryCoercible(std::string_view source, std::string_view target);

// Of an extension that comes with PostgreSQL.
struct ExtensionType {
  std::string_view extension;
  std::string_view name;
};

// Those that CREATE EXTENSION brings; empty for an extension that brings none, or that nothing is known of.
std::span<const ExtensionType> TypesOfExtension(std::string_view extension);

// The same as BinaryCoercible() where one of the types is an extension's.
bool ExtensionTypesCoercible(std::string_view source, std::string_view target);

// Neither arrays nor the catalogs' row types.
const BuiltinType* FindBuiltinType(std::string_view name);

}  // namespace lockstep::model
