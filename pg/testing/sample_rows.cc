// SPDX-License-Identifier: Apache-2.0
#include "pg/testing/sample_rows.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "pg/error.h"
#include "pg/transaction.h"

namespace lockstep::pg {
namespace {

// For each table an INSERT of rows numbered i. What a column's type is made from i of is said by its category
// (https://www.postgresql.org/docs/current/catalog-pg-type.html), of a domain by its base type.
constexpr std::string_view kInserts = R"(
  WITH RECURSIVE base AS (
    SELECT oid, oid AS base, typtypmod AS modifier FROM pg_catalog.pg_type
    UNION ALL
    SELECT b.oid, t.typbasetype, t.typtypmod
    FROM base AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.base WHERE t.typtype = 'd'),
  value AS (
    SELECT b.oid, coalesce(CASE
        WHEN t.typtype = 'e' THEN '(enum_range(NULL::%1$s))[1]'
        WHEN t.typname = 'uuid' THEN 'md5(i::text)::uuid'
        WHEN t.typname IN ('json', 'jsonb') THEN '''{}''::%1$s'
        WHEN t.typname = 'bytea' THEN 'decode(md5(i::text), ''hex'')'
        WHEN t.typname = 'interval' THEN '(i * interval ''1 second'')::%1$s'
        WHEN t.typcategory = 'N' THEN 'i::%1$s'
        WHEN t.typcategory = 'S' THEN '(''x'' || i)::%1$s'
        WHEN t.typcategory = 'B' THEN '(i %% 2 = 0)::%1$s'
        WHEN t.typcategory = 'D' THEN '(timestamptz ''2025-01-01'' + i * interval ''1 hour'')::%1$s'
        WHEN t.typcategory = 'I' THEN '(inet ''10.0.0.0'' + i)::%1$s'
        WHEN t.typcategory = 'V' THEN '''0''::%1$s'
        WHEN t.typcategory = 'A' THEN '''{}''::%1$s'
        WHEN t.typcategory = 'R' THEN '''empty''::%1$s'
      END, 'NULL') AS template
    FROM base AS b JOIN pg_catalog.pg_type AS t ON t.oid = b.base WHERE t.typtype <> 'd')
  SELECT pg_catalog.format(
      'INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM generate_series(1, 50) AS i '
      'WHERE NOT EXISTS (SELECT FROM ONLY %1$s)',
      c.oid::pg_catalog.regclass, string_agg(quote_ident(a.attname), ', '),
      string_agg(pg_catalog.format(v.template, pg_catalog.format_type(a.atttypid, a.atttypmod)), ', '))
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                                       AND a.attgenerated = ''
  JOIN value AS v ON v.oid = a.atttypid
  WHERE c.relkind = 'r' AND c.relpersistence <> 't'
    AND c.relnamespace NOT IN ('pg_catalog'::pg_catalog.regnamespace,
                               'information_schema'::pg_catalog.regnamespace)
  GROUP BY c.oid ORDER BY c.oid)";

constexpr std::string_view kRefreshes = R"(
  SELECT pg_catalog.format('REFRESH MATERIALIZED VIEW %s', c.oid::pg_catalog.regclass)
  FROM pg_catalog.pg_class AS c WHERE c.relkind = 'm' AND c.relispopulated ORDER BY c.oid)";

// Without names it would do the system catalogs as well.
constexpr std::string_view kAnalyze = R"(
  SELECT 'ANALYZE ' || string_agg(c.oid::pg_catalog.regclass::text, ', ')
  FROM pg_catalog.pg_class AS c
  WHERE c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
    AND c.relnamespace NOT IN ('pg_catalog'::pg_catalog.regnamespace,
                               'information_schema'::pg_catalog.regnamespace)
  HAVING count(*) > 0)";

void RunEach(Connection& connection, std::string_view statements) {
  const Result result = connection.Execute(statements);
  for (size_t row = 0; row < result.rows(); ++row) {
    try {
      connection.Execute(result.Text(row, 0));
    } catch (const DatabaseError& error) {
      if (error.ConnectionLost()) throw;  // else a constraint that knows better
    }
  }
}

}  // namespace

void AddSampleRows(Connection& connection) {
  connection.Execute("SET session_replication_role = replica");
  RunEach(connection, kInserts);
  connection.Execute("RESET session_replication_role");
  RunEach(connection, kRefreshes);
  RunEach(connection, kAnalyze);
}

}  // namespace lockstep::pg
