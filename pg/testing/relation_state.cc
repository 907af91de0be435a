// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/relation_state.h"

namespace lockstep::pg {
namespace {

constexpr std::string_view kOwnSchemas =
    "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_toast%' "
    "AND (n.nspname NOT LIKE 'pg\\_temp%' OR n.oid = pg_catalog.pg_my_temp_schema())";

}  // namespace

std::map<Oid, RelationState> ReadRelations(Connection& connection) {
  const Result result = connection.Execute(R"(
      SELECT c.oid,
             CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || c.relname,
             c.relname,
             pg_catalog.format('%I.%I', n.nspname, c.relname),
             pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(c.relowner)),
             c.relkind, c.relpersistence = 't',
             coalesce(pg_catalog.pg_relation_filenode(c.oid), 0),
             coalesce(i.indrelid, 0), coalesce(i.indisvalid, true)
      FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
      WHERE )" + std::string(kOwnSchemas));
  std::map<Oid, RelationState> relations;
  for (size_t row = 0; row < result.rows(); ++row) {
    relations.emplace(result.Int64(row, 0), RelationState{
                                                .name = std::string(result.Text(row, 1)),
                                                .relname = std::string(result.Text(row, 2)),
                                                .sql_name = std::string(result.Text(row, 3)),
                                                .owner = std::string(result.Text(row, 4)),
                                                .kind = result.Text(row, 5).front(),
                                                .is_temporary = result.Bool(row, 6),
                                                .file = result.Int64(row, 7),
                                                .table = result.Int64(row, 8),
                                                .is_valid = result.Bool(row, 9),
                                            });
  }
  return relations;
}

std::string KindName(char relkind) {
  switch (relkind) {
    case 'r':
      return "table";
    case 'p':
      return "partitioned table";
    case 'i':
      return "index";
    case 'I':
      return "partitioned index";
    case 'v':
      return "view";
    case 'm':
      return "materialized view";
    case 'S':
      return "sequence";
    case 'c':
      return "composite type";
    case 'f':
      return "foreign table";
    default:
      return std::string(1, relkind);
  }
}

std::map<Oid, ReadCounters> ReadReadCounters(Connection& connection) {
  const Result result = connection.Execute(R"(
      SELECT c.oid,
             pg_catalog.pg_stat_get_xact_numscans(c.oid),
             pg_catalog.pg_stat_get_xact_tuples_returned(c.oid) +
             pg_catalog.pg_stat_get_xact_tuples_fetched(c.oid) +
             coalesce((SELECT sum(pg_catalog.pg_stat_get_xact_tuples_fetched(indexrelid))::bigint
                       FROM pg_catalog.pg_index WHERE indrelid = c.oid), 0),
             pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) +
             pg_catalog.pg_stat_get_xact_tuples_updated(c.oid) +
             pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid),
             pg_catalog.pg_stat_get_xact_blocks_fetched(c.oid)
      FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND )" +
                                           std::string(kOwnSchemas));
  std::map<Oid, ReadCounters> counters;
  for (size_t row = 0; row < result.rows(); ++row) {
    counters.emplace(result.Int64(row, 0), ReadCounters{.scans = result.Int64(row, 1),
                                                        .rows = result.Int64(row, 2),
                                                        .changes = result.Int64(row, 3),
                                                        .blocks = result.Int64(row, 4)});
  }
  return counters;
}

}  // namespace lockstep::pg
