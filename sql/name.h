// SPDX-License-Identifier: Apache-2.0
// Names of database objects, normalised once: PostgreSQL's parser has folded case and removed quotes already.
#pragma once

#include <string>
#include <string_view>

struct List;
struct RangeVar;

namespace lockstep::sql {

// `schema` is empty where the SQL gives none; that is not the same as "public".
struct QualifiedName {
  std::string schema = {};
  std::string name = {};

  static QualifiedName From(const ::RangeVar& relation);
  // A list of String nodes: name, schema.name or database.schema.name.
  static QualifiedName From(const ::List* names);
  // A name in text, as in nextval('public."Users_id_seq"'): folded to lower case where it is not quoted.
  static QualifiedName Parse(std::string_view text);

  // As SQL would write it, quoted only where SQL needs it: public.users, "Users".
  std::string Display() const;

  bool operator==(const QualifiedName&) const = default;
};

// As QualifiedName::Display(), of its parts.
std::string DisplayName(std::string_view schema, std::string_view name);

// An identifier as SQL would write it: quoted where it is not lowercase, or is a keyword.
std::string QuoteIdentifier(std::string_view identifier);

}  // namespace lockstep::sql
