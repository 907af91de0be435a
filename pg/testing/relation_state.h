// SPDX-License-Identifier: Apache-2.0
// A database's relations at one moment, to be compared with those of another.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "pg/connection.h"

namespace lockstep::pg {

using Oid = int64_t;

struct RelationState {
  std::string name = {};      // without quotes; without the schema where that is public
  std::string relname = {};   // of these, the name alone
  std::string sql_name = {};  // qualified and quoted
  std::string owner = {};     // quoted
  char kind = 0;              // pg_class.relkind
  bool is_temporary = false;
  int64_t file = 0;      // pg_relation_filenode(); 0: it has none
  Oid table = 0;         // of an index
  bool is_valid = true;  // of an index

  bool IsTable() const { return kind == 'r' || kind == 'p'; }
};

// All but the system's, information_schema's and those of other sessions. What the session did and has not
// yet committed is in it. Locks none of them.
std::map<Oid, RelationState> ReadRelations(Connection& connection);

// "partitioned table"
std::string KindName(char relkind);

// What the session has read of a relation since its statistics were last sent off, which happens when it is
// idle, and not more often than all 500 ms.
struct ReadCounters {
  int64_t scans = 0;    // sequential ones, begun
  int64_t rows = 0;     // returned by those, or fetched through an index
  int64_t changes = 0;  // rows inserted, updated, deleted
  int64_t blocks = 0;   // asked for, whether they were in memory or not

  ReadCounters operator-(const ReadCounters& earlier) const {
    return {.scans = scans - earlier.scans,
            .rows = rows - earlier.rows,
            .changes = changes - earlier.changes,
            .blocks = blocks - earlier.blocks};
  }
};

std::map<Oid, ReadCounters> ReadReadCounters(Connection& connection);

}  // namespace lockstep::pg
