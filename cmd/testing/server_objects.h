// SPDX-License-Identifier: Apache-2.0
// A database's own catalog, in the words of model/testing/catalog_objects.h.
#pragma once

#include "model/testing/catalog_objects.h"
#include "pg/connection.h"

namespace lockstep::cmd {

// Everything that was made in the database: what belongs to the system or to an extension is left out, and so
// are tables called lockstep_….
model::CatalogObjects ServerObjects(pg::Connection& connection);

}  // namespace lockstep::cmd
