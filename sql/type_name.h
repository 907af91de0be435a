// SPDX-License-Identifier: Apache-2.0
// Data types as SQL names them, normalised once: int, integer, int4 and pg_catalog.int4 are one type.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct TypeName;

namespace lockstep::sql {

// A type reference. `name` is the name in pg_type (int4, varchar, timestamptz). Whether an unqualified name
// that is no keyword of the grammar is a built-in type is for the catalog to say.
struct TypeRef {
  std::string schema;  // "pg_catalog" for what the grammar itself knows; empty where SQL gives none
  std::string name;
  // varchar(50), numeric(10,2); an interval's fields as PostgreSQL encodes them
  std::vector<int32_t> modifiers = {};
  bool is_array = false;
  bool is_set = false;        // SETOF
  bool is_reference = false;  // table.column%TYPE

  static TypeRef From(const ::TypeName& type);

  // As format_type() shows it: "integer", "character varying(50)", "timestamp with time zone",
  // "public.mood[]".
  std::string Display() const;

  bool operator==(const TypeRef&) const = default;
};

}  // namespace lockstep::sql
