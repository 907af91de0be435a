// SPDX-License-Identifier: Apache-2.0
// Data types as SQL names them, normalised once: int, integer, int4 and pg_catalog.int4 are one type.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

struct TypeName;

namespace lockstep::sql {

// What stands behind a type's name: varchar(50), numeric(10,2); an interval's fields as PostgreSQL encodes
// them. No type takes more numbers than these; what is there beyond them is left out.
class TypeModifiers {
 public:
  static constexpr size_t kMost = 4;
  using value_type = int32_t;
  using const_iterator = const int32_t*;

  void Add(int32_t value) {
    if (size_ < kMost) values_[size_++] = value;
  }
  void clear() { *this = {}; }
  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }
  int32_t operator[](size_t index) const { return values_[index]; }
  const_iterator begin() const { return values_.data(); }
  const_iterator end() const { return begin() + size_; }

  bool operator==(const TypeModifiers&) const = default;

 private:
  std::array<int32_t, kMost> values_ = {};
  uint8_t size_ = 0;
};

// A type reference. `name` is the name in pg_type (int4, varchar, timestamptz). Whether an unqualified name
// that is no keyword of the grammar is a built-in type is for the catalog to say. The texts are its maker's:
// From() takes those of the parse tree.
struct TypeRef {
  std::string_view schema;  // "pg_catalog" for what the grammar itself knows; empty where SQL gives none
  std::string_view name;
  TypeModifiers modifiers = {};
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
