// SPDX-License-Identifier: Apache-2.0
// Objects in words.
#pragma once

#include <string>

#include "model/catalog.h"

namespace lockstep::model {

// As PostgreSQL speaks of it in messages: "table public.users", "column name of table public.users". Empty
// for none, and for what is not there at the snapshot.
std::string Describe(const Catalog& catalog, ObjectId object, Snapshot snapshot);

}  // namespace lockstep::model
