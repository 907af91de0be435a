// SPDX-License-Identifier: Apache-2.0
#include "migrate/catalog_query.h"

#include <fmt/format.h>

namespace lockstep::migrate {

pg::Result CatalogQuery(pg::Connection& connection, std::string_view sql) {
  // Two statements in one message are one implicit transaction, so that SET LOCAL ends with it.
  return connection.Execute(fmt::format("SET LOCAL search_path = pg_catalog; {}", sql));
}

std::optional<std::string> ResolveRelation(pg::Connection& connection, const sql::QualifiedName& name) {
  const pg::Result result =
      connection.Query("SELECT pg_catalog.to_regclass($1)::pg_catalog.oid", {name.Display()});
  const auto oid = result.OptionalText(0, 0);
  return oid ? std::optional(std::string(*oid)) : std::nullopt;
}

std::string QualifiedNameOf(pg::Connection& connection, std::string_view oid) {
  const pg::Result result = CatalogQuery(
      connection,
      fmt::format("SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) FROM pg_class c "
                  "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = {}",
                  oid));
  return result.rows() == 0 ? std::string() : std::string(result.Text(0, 0));
}

}  // namespace lockstep::migrate
