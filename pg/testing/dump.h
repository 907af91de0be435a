// SPDX-License-Identifier: Apache-2.0
// What two databases have to have in common to be called the same.
#pragma once

#include <string>
#include <vector>

#include "pg/testing/test_database.h"

namespace lockstep::pg {

enum class DumpContent { kSchema, kSchemaAndRows };

// The lines that pg_dump writes for the database, without comments, blank lines and \restrict keys, which
// differ from dump to dump, and without tables called lockstep_…. Where no pg_dump is as new as the server,
// those of schema_listing.h: so compare databases of one server version only, or with a file only where
// `DumpedBy` tells who wrote it.
std::vector<std::string> Dump(const TestDatabase& database, DumpContent content = DumpContent::kSchema);

// The same of a file that pg_dump wrote.
std::vector<std::string> DumpLines(const std::string& dump);

// The major version of the pg_dump that is used for a server of that one; 0: none.
int DumpedBy(int server_major);

}  // namespace lockstep::pg
