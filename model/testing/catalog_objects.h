// SPDX-License-Identifier: Apache-2.0
// A replayed catalog in words that a server's own can be told in too (cmd/testing/server_objects.h), so that
// the two can be compared object by object.
#pragma once

#include <map>
#include <string>

#include "model/catalog.h"

namespace lockstep::model {

// What is said of an object: "type" is "integer", "nulls" is "no". Properties that an object has not are left
// out.
using Properties = std::map<std::string, std::string>;

// By kind and name, without quotes: "column public.users.id", "constraint public.users.users_pkey".
using CatalogObjects = std::map<std::string, Properties>;

// A property of which the catalog says that it does not know it.
inline constexpr const char* kNotKnown = "not known";

// Everything that the files replayed have made, but temporary objects and what an extension brought.
CatalogObjects ObjectsOf(const Catalog& catalog);

}  // namespace lockstep::model
