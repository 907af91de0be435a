// SPDX-License-Identifier: Apache-2.0
// The server's own pg_get_…def() functions do most of it.
#include "pg/testing/schema_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace lockstep::pg {
namespace {

// Each gives one column of lines; NULL is no line. They may use the views of kViews.
constexpr std::array kQueries = {
    R"(SELECT format('schema %s owner %s acl %s', nspname, nspowner::regrole, nspacl)
         FROM own_schema)",

    R"(SELECT format('extension %s in %s version %s', extname, extnamespace::regnamespace, extversion)
         FROM pg_extension WHERE extname <> 'plpgsql')",

    R"(SELECT format('%s %s owner %s acl %s options %s persistence %s row security %s %s replica identity %s '
                     'partition by %s bound %s method %s of %s',
                     CASE relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                       WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table'
                       WHEN 'c' THEN 'composite type' ELSE relkind::text END,
                     c.oid::regclass, relowner::regrole, relacl, reloptions, relpersistence, relrowsecurity,
                     relforcerowsecurity, relreplident, pg_get_partkeydef(c.oid),
                     pg_get_expr(relpartbound, c.oid), (SELECT amname FROM pg_am WHERE oid = relam),
                     nullif(reloftype, 0)::regtype)
         FROM own_relation c WHERE relkind NOT IN ('i', 'I'))",

    R"(SELECT format('%s is %s, populated %s', oid::regclass, pg_get_viewdef(oid), relispopulated)
         FROM own_relation WHERE relkind IN ('v', 'm'))",

    R"(SELECT format('%s inherits %s, number %s, detach pending %s', inhrelid::regclass, inhparent::regclass,
                     inhseqno, inhdetachpending)
         FROM pg_inherits JOIN own_relation c ON c.oid = inhrelid)",

    R"(SELECT format('%s column %s %s %s collation %s not null %s default %s identity %s generated %s local %s '
                     'inherited %s storage %s compression %s statistics %s acl %s options %s',
                     c.oid::regclass,
                     row_number() OVER (PARTITION BY attrelid ORDER BY attnum), quote_ident(attname),
                     format_type(atttypid, atttypmod), nullif(attcollation, 0)::regcollation, attnotnull,
                     pg_get_expr(adbin, adrelid), attidentity, attgenerated, attislocal, attinhcount,
                     attstorage, attcompression, attstattarget, attacl,
                     array(SELECT o FROM unnest(attoptions) o WHERE o NOT LIKE 'pg\_attver=%'))
         FROM own_relation c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
         LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c'))",

    R"(SELECT format('constraint %s on %s %s validated %s local %s inherited %s',
                     quote_ident(conname), coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text),
                     pg_get_constraintdef(con.oid), convalidated, conislocal, coninhcount)
         FROM pg_constraint con
        WHERE conrelid IN (SELECT oid FROM own_relation) OR contypid IN (SELECT oid FROM own_type))",

    R"(SELECT format('%s valid %s ready %s clustered %s replica identity %s', pg_get_indexdef(indexrelid),
                     indisvalid, indisready, indisclustered, indisreplident)
         FROM pg_index JOIN own_relation c ON c.oid = indrelid)",

    R"(SELECT format('%s enabled %s', pg_get_triggerdef(t.oid), tgenabled)
         FROM pg_trigger t JOIN own_relation c ON c.oid = tgrelid WHERE NOT tgisinternal)",

    R"(SELECT format('%s enabled %s', pg_get_ruledef(r.oid), ev_enabled)
         FROM pg_rewrite r JOIN own_relation c ON c.oid = ev_class WHERE rulename <> '_RETURN')",

    R"(SELECT format('policy %s on %s permissive %s to %s for %s using %s check %s', quote_ident(polname),
                     polrelid::regclass, polpermissive, polroles::regrole[], polcmd,
                     pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
         FROM pg_policy)",

    R"(SELECT format('sequence %s %s', c.oid::regclass, to_jsonb(s) - 'seqrelid')
         FROM pg_sequence s JOIN own_relation c ON c.oid = seqrelid)",

    R"(SELECT format('sequence %s belongs to %s %s %s', c.oid::regclass, refobjid::regclass, attname, deptype)
         FROM own_relation c
         JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = c.oid AND refobjsubid > 0
         JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
        WHERE relkind = 'S')",

    R"(SELECT format('type %s kind %s owner %s acl %s base %s collation %s not null %s default %s range %s', oid::regtype,
                     typtype, typowner::regrole, typacl, format_type(nullif(typbasetype, 0), typtypmod),
                     nullif(typcollation, 0)::regcollation, typnotnull, typdefault,
                     (SELECT rngsubtype::regtype FROM pg_range WHERE rngtypid = t.oid))
         FROM own_type t)",

    R"(SELECT format('type %s label %s %L', enumtypid::regtype,
                     row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder), enumlabel)
         FROM pg_enum JOIN own_type t ON t.oid = enumtypid)",

    R"(SELECT format('function %s owner %s acl %s %s', oid::regprocedure, proowner::regrole, proacl,
                     CASE WHEN prokind = 'a'
                          THEN (SELECT to_jsonb(a) - 'aggfnoid' FROM pg_aggregate a WHERE aggfnoid = p.oid)::text
                          ELSE pg_get_functiondef(oid) END)
         FROM own_function p)",

    R"(SELECT format('operator %s %s function %s', oid::regoperator, oprresult::regtype, oprcode)
         FROM pg_operator
        WHERE oprnamespace IN (SELECT oid FROM own_schema)
          AND NOT pg_temp.from_extension('pg_operator', pg_operator.oid))",

    R"(SELECT format('cast %s as %s with %s context %s method %s', castsource::regtype, casttarget::regtype,
                     castfunc::regproc, castcontext, castmethod)
         FROM pg_cast WHERE oid >= 16384 AND NOT pg_temp.from_extension('pg_cast', pg_cast.oid))",

    R"(SELECT format('collation %s %s', oid::regcollation, to_jsonb(c) - 'oid' - 'collnamespace' - 'collowner')
         FROM pg_collation c WHERE collnamespace IN (SELECT oid FROM own_schema))",

    R"(SELECT format('%s target %s', pg_get_statisticsobjdef(oid), stxstattarget) FROM pg_statistic_ext)",

    R"(SELECT format('event trigger %s on %s %s tags %s enabled %s', quote_ident(evtname), evtevent,
                     evtfoid::regproc, evttags, evtenabled)
         FROM pg_event_trigger WHERE NOT pg_temp.from_extension('pg_event_trigger', pg_event_trigger.oid))",

    R"(SELECT format('publication %s %s tables %s', quote_ident(pubname),
                     to_jsonb(p) - 'oid' - 'pubname' - 'pubowner',
                     (SELECT array_agg(prrelid::regclass::text ORDER BY 1)
                        FROM pg_publication_rel WHERE prpubid = p.oid))
         FROM pg_publication p)",

    R"(SELECT format('default privileges of %s in %s for %s: %s', defaclrole::regrole,
                     nullif(defaclnamespace, 0)::regnamespace, defaclobjtype, defaclacl)
         FROM pg_default_acl)",

    R"(SELECT format('comment on %s %s: %L', type, identity, description)
         FROM pg_description d, pg_identify_object(classoid, objoid, objsubid)
        WHERE objoid >= 16384 AND NOT pg_temp.from_extension(classoid, objoid))",
};

// Temporary, so that they are seen without a schema's name and gone with the session.
constexpr std::array kViews = {
    R"(CREATE OR REPLACE FUNCTION pg_temp.from_extension(catalog regclass, object oid) RETURNS boolean
         LANGUAGE sql STABLE AS $$
           SELECT EXISTS (SELECT FROM pg_catalog.pg_depend
                           WHERE classid = catalog AND objid = object AND deptype = 'e') $$)",

    R"(CREATE OR REPLACE TEMPORARY VIEW own_schema AS SELECT * FROM pg_catalog.pg_namespace
        WHERE nspname !~ '^(pg_|information_schema$)' AND NOT pg_temp.from_extension('pg_namespace', oid))",

    R"(CREATE OR REPLACE TEMPORARY VIEW own_relation AS SELECT c.* FROM pg_catalog.pg_class c
        WHERE relnamespace IN (SELECT oid FROM own_schema) AND relname !~ '^lockstep_'
          AND NOT pg_temp.from_extension('pg_class', c.oid))",

    // Not the types of tables' rows, nor arrays.
    R"(CREATE OR REPLACE TEMPORARY VIEW own_type AS SELECT t.* FROM pg_catalog.pg_type t
        WHERE typnamespace IN (SELECT oid FROM own_schema) AND typtype <> 'c' AND typcategory <> 'A'
          AND NOT pg_temp.from_extension('pg_type', t.oid))",

    R"(CREATE OR REPLACE TEMPORARY VIEW own_function AS SELECT p.* FROM pg_catalog.pg_proc p
        WHERE pronamespace IN (SELECT oid FROM own_schema) AND NOT pg_temp.from_extension('pg_proc', p.oid))",
};

void AddColumn(Connection& connection, std::string_view query, std::vector<std::string>& lines) {
  const Result result = connection.Query(query);
  for (size_t row = 0; row < result.rows(); ++row) {
    lines.emplace_back(result.OptionalText(row, 0).value_or(""));
  }
}

// Names of objects are printed with their schema's, as it is not in the path.
void Prepare(Connection& connection) {
  connection.Execute("SET search_path = pg_catalog");
  for (const char* view : kViews) connection.Execute(view);
}

}  // namespace

std::vector<std::string> SchemaListing(Connection& connection) {
  Prepare(connection);
  std::vector<std::string> lines;
  for (const char* query : kQueries) AddColumn(connection, query, lines);
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> RowListing(Connection& connection) {
  Prepare(connection);
  std::vector<std::string> tables;
  AddColumn(connection, "SELECT oid::regclass FROM own_relation WHERE relkind = 'r'", tables);
  std::vector<std::string> rows;
  for (const std::string& table : tables) {
    AddColumn(
        connection,
        fmt::format("SELECT {} || ': ' || t::text FROM ONLY {} t", connection.QuoteLiteral(table), table),
        rows);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace lockstep::pg
