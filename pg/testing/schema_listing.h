// SPDX-License-Identifier: Apache-2.0
// What a database consists of, as lines that can be compared: for servers that no pg_dump at hand can read.
#pragma once

#include <string>
#include <vector>

#include "pg/connection.h"

namespace lockstep::pg {

// One line for each object, and for each property of it that pg_dump --schema-only would write: schemas,
// extensions, types, tables with columns, constraints, indexes, triggers, rules and policies, views,
// sequences, functions, statistics, event triggers, publications; owners, privileges and comments. Sorted. Of
// one server or two of the same version, equal lines mean equal schemas; versions differ in how they spell
// some of them. Left out are what the system or an extension made, and tables called lockstep_….
std::vector<std::string> SchemaListing(Connection& connection);

// "TABLE: ROW" for every row of the same tables. Sorted.
std::vector<std::string> RowListing(Connection& connection);

}  // namespace lockstep::pg
