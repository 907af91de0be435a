// SPDX-License-Identifier: Apache-2.0
// The runner's own questions to the system catalogs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pg/connection.h"
#include "sql/name.h"

namespace lockstep::migrate {

// One query, one round trip, in which names and operators are pg_catalog's, whatever search_path is and
// whatever other schemas hold (CVE-2018-1058). Outside of a transaction only. Throws DatabaseError.
pg::Result CatalogQuery(pg::Connection& connection, std::string_view sql);

// What a name in a migration means now, under its search_path: the object id, as text.
std::optional<std::string> ResolveRelation(pg::Connection& connection, const sql::QualifiedName& name);

// "schema.name" of it, quoted as SQL needs it. Empty when it is gone.
std::string QualifiedNameOf(pg::Connection& connection, std::string_view oid);

}  // namespace lockstep::migrate
