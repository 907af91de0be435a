// SPDX-License-Identifier: Apache-2.0
// Rows for tables whose columns nobody knows beforehand.
#pragma once

#include "pg/connection.h"

namespace lockstep::pg {

// Gives each table that has no rows a few, of values that follow from the row's number: so unique columns are
// unique, and foreign keys find what they refer to. Materialized views are refreshed. Triggers do not fire,
// and tables that accept none of these rows stay as they are. Needs a superuser.
void AddSampleRows(Connection& connection);

}  // namespace lockstep::pg
