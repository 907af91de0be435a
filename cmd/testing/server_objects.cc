// SPDX-License-Identifier: Apache-2.0
#include "cmd/testing/server_objects.h"

#include <string>

namespace lockstep::cmd {

namespace {

// For the queries below, each of which yields rows of object, property, value; an object without properties
// is one row with an empty property, a value that is NULL is no property.
constexpr const char* kViews = R"(
SET search_path = '';
CREATE FUNCTION pg_temp.yes_or_no(value boolean) RETURNS text LANGUAGE sql IMMUTABLE
  AS $$ SELECT CASE WHEN value THEN 'yes' ELSE 'no' END $$;

CREATE FUNCTION pg_temp.type_name(type oid, modifier integer) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN n.nspname = 'pg_catalog' THEN pg_catalog.format_type(type, modifier)
              ELSE n.nspname || '.' || e.typname || CASE WHEN e.oid <> t.oid THEN '[]' ELSE '' END END
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typelem <> 0 AND t.typlen = -1 THEN t.typelem ELSE t.oid END
  JOIN pg_catalog.pg_namespace n ON n.oid = e.typnamespace
  WHERE t.oid = type $$;

CREATE TEMPORARY VIEW schemas AS
  SELECT oid, nspname AS name FROM pg_catalog.pg_namespace n
  WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_namespace'::pg_catalog.regclass
                      AND d.objid = n.oid AND d.deptype = 'e');

CREATE TEMPORARY VIEW relations AS
  SELECT c.*, s.name || '.' || c.relname AS name
  FROM pg_catalog.pg_class c JOIN schemas s ON s.oid = c.relnamespace
  WHERE relname NOT LIKE 'lockstep\_%' AND relkind <> 't'
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      AND d.objid = c.oid AND d.deptype = 'e');

CREATE FUNCTION pg_temp.column_names(relation oid, numbers smallint[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(a.attname, ', ' ORDER BY k.place), '')
  FROM pg_catalog.unnest(numbers) WITH ORDINALITY AS k (number, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = relation AND a.attnum = k.number $$;

CREATE FUNCTION pg_temp.sorted_column_names(relation oid, numbers smallint[]) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(a.attname, ', ' ORDER BY a.attname COLLATE "C"), '')
  FROM pg_catalog.pg_attribute a WHERE a.attrelid = relation AND a.attnum = ANY (numbers) $$;

CREATE FUNCTION pg_temp.action(action "char") RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE action WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
                     WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END $$;
)";

constexpr const char* kSchemas = "SELECT 'schema ' || name, '', '' FROM schemas WHERE name <> 'public'";

constexpr const char* kRelations = R"(
SELECT 'relation ' || c.name, p.property, p.value
FROM relations c
LEFT JOIN pg_catalog.pg_partitioned_table pt ON pt.partrelid = c.oid
LEFT JOIN LATERAL (
  SELECT d.refobjid, d.refobjsubid FROM pg_catalog.pg_depend d
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid AND d.objsubid = 0
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i') AND c.relkind = 'S') own ON true
CROSS JOIN LATERAL (VALUES
  ('kind', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view'
                          WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence'
                          WHEN 'c' THEN 'composite type' WHEN 'f' THEN 'foreign table' END),
  ('unlogged', pg_temp.yes_or_no(c.relpersistence = 'u')),
  ('owned by', (SELECT o.name || '.' || a.attname FROM relations o, pg_catalog.pg_attribute a
                WHERE o.oid = own.refobjid AND a.attrelid = own.refobjid AND a.attnum = own.refobjsubid)),
  ('parents', (SELECT string_agg(o.name, ', ' ORDER BY i.inhseqno)
               FROM pg_catalog.pg_inherits i JOIN relations o ON o.oid = i.inhparent WHERE i.inhrelid = c.oid)),
  ('partition', CASE WHEN c.relispartition THEN
                  CASE WHEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' THEN 'default' ELSE 'yes' END END),
  ('partitioned by', (CASE pt.partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' WHEN 'h' THEN 'hash' END)
                     || ' ' || pg_temp.column_names(c.oid, pt.partattrs::smallint[])),
  ('replica identity', CASE WHEN c.relkind IN ('r', 'p', 'f') THEN
                         CASE c.relreplident WHEN 'd' THEN 'primary key' WHEN 'i' THEN 'index' WHEN 'f' THEN 'full'
                                             WHEN 'n' THEN CASE WHEN c.relkind = 'f' THEN 'primary key' ELSE 'nothing' END
                         END END)
) AS p (property, value)
WHERE c.relkind NOT IN ('i', 'I'))";

constexpr const char* kColumns = R"(
SELECT 'column ' || c.name || '.' || a.attname, p.property, p.value
FROM relations c
JOIN (SELECT *, row_number() OVER (PARTITION BY attrelid ORDER BY attnum) AS position
      FROM pg_catalog.pg_attribute WHERE attnum > 0 AND NOT attisdropped) a ON a.attrelid = c.oid
CROSS JOIN LATERAL (VALUES
  ('position', a.position::text),
  ('type', pg_temp.type_name(a.atttypid, a.atttypmod)),
  ('nulls', pg_temp.yes_or_no(NOT a.attnotnull OR EXISTS (
      SELECT FROM pg_catalog.pg_constraint n
      WHERE n.conrelid = a.attrelid AND n.contype = 'n' AND n.conkey = ARRAY[a.attnum] AND NOT n.convalidated))),
  ('default', pg_temp.yes_or_no(a.atthasdef AND a.attgenerated = '')),
  ('local', pg_temp.yes_or_no(a.attislocal)),
  ('identity', CASE WHEN a.attidentity <> '' THEN 'yes' END),
  ('generated', CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END)
) AS p (property, value)
WHERE c.relkind NOT IN ('i', 'I', 'S'))";

// Without the rows that a foreign key to a partitioned table has for each of its partitions.
constexpr const char* kConstraints = R"(
SELECT 'constraint ' || c.name || '.' || o.conname, p.property, p.value
FROM pg_catalog.pg_constraint o
JOIN relations c ON c.oid = o.conrelid
LEFT JOIN relations i ON i.oid = o.conindid
LEFT JOIN relations f ON f.oid = o.confrelid
CROSS JOIN LATERAL (VALUES
  ('kind', CASE o.contype WHEN 'c' THEN 'check' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique'
                          WHEN 'x' THEN 'exclusion' WHEN 'f' THEN 'foreign key' WHEN 'n' THEN 'not null' END),
  ('columns', CASE o.contype WHEN 'c' THEN pg_temp.sorted_column_names(o.conrelid, o.conkey)
                             ELSE pg_temp.column_names(o.conrelid, o.conkey) END),
  ('valid', pg_temp.yes_or_no(o.convalidated)),
  ('enforced', pg_temp.yes_or_no(coalesce((to_jsonb(o) ->> 'conenforced')::boolean, true))),
  ('inherited', pg_temp.yes_or_no(o.coninhcount > 0)),
  ('local', pg_temp.yes_or_no(o.conislocal)),
  ('index', i.name),
  ('references', f.name),
  ('referenced columns', CASE WHEN o.contype = 'f' THEN pg_temp.column_names(o.confrelid, o.confkey) END),
  ('on delete', pg_temp.action(o.confdeltype)),
  ('on update', pg_temp.action(o.confupdtype))
) AS p (property, value)
WHERE o.contype IN ('c', 'p', 'u', 'x', 'f', 'n')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint q WHERE q.oid = o.conparentid AND q.conrelid = o.conrelid))";

constexpr const char* kDomainConstraints = R"(
SELECT 'constraint ' || s.name || '.' || t.typname || '.' || o.conname, p.property, p.value
FROM pg_catalog.pg_constraint o
JOIN pg_catalog.pg_type t ON t.oid = o.contypid
JOIN schemas s ON s.oid = t.typnamespace
CROSS JOIN LATERAL (VALUES
  ('kind', CASE o.contype WHEN 'c' THEN 'check' WHEN 'n' THEN 'not null' END),
  ('valid', pg_temp.yes_or_no(o.convalidated))
) AS p (property, value)
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                    AND d.objid = t.oid AND d.deptype = 'e'))";

constexpr const char* kIndexes = R"(
SELECT 'index ' || c.name, p.property, p.value
FROM relations c
JOIN pg_catalog.pg_index x ON x.indexrelid = c.oid
JOIN relations t ON t.oid = x.indrelid
JOIN pg_catalog.pg_am m ON m.oid = c.relam
CROSS JOIN LATERAL (VALUES
  ('kind', CASE c.relkind WHEN 'i' THEN 'index' ELSE 'partitioned index' END),
  ('table', t.name),
  ('method', m.amname),
  ('columns', pg_temp.column_names(t.oid, (x.indkey::smallint[])[0:x.indnkeyatts - 1])),
  ('included', pg_temp.column_names(t.oid, (x.indkey::smallint[])[x.indnkeyatts:])),
  ('expressions', pg_temp.yes_or_no(x.indexprs IS NOT NULL)),
  ('partial', pg_temp.yes_or_no(x.indpred IS NOT NULL)),
  ('unique', pg_temp.yes_or_no(x.indisunique)),
  ('valid', pg_temp.yes_or_no(x.indisvalid)),
  ('clustered', pg_temp.yes_or_no(x.indisclustered)),
  ('parent', (SELECT o.name FROM pg_catalog.pg_inherits i JOIN relations o ON o.oid = i.inhparent
              WHERE i.inhrelid = c.oid))
) AS p (property, value))";

constexpr const char* kAttachments = R"(
SELECT a.kind || ' ' || c.name || '.' || a.name, '', ''
FROM (
  SELECT 'trigger' AS kind, tgname AS name, tgrelid AS relation FROM pg_catalog.pg_trigger
  WHERE NOT tgisinternal OR (tgparentid <> 0 AND tgname NOT LIKE 'RI\_%')  -- 14 calls copies on partitions internal
  UNION ALL SELECT 'policy', polname, polrelid FROM pg_catalog.pg_policy
  UNION ALL SELECT 'rule', rulename, ev_class FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN'
  UNION ALL SELECT 'statistics', stxname, stxrelid FROM pg_catalog.pg_statistic_ext) a
JOIN relations c ON c.oid = a.relation)";

constexpr const char* kTypes = R"(
SELECT 'type ' || s.name || '.' || t.typname, p.property, p.value
FROM pg_catalog.pg_type t
JOIN schemas s ON s.oid = t.typnamespace
CROSS JOIN LATERAL (VALUES
  ('kind', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'c' THEN 'composite' WHEN 'r' THEN 'range'
                          WHEN 'b' THEN 'base' END),
  ('labels', (SELECT string_agg(enumlabel, ', ' ORDER BY enumsortorder) FROM pg_catalog.pg_enum WHERE enumtypid = t.oid)),
  ('base', CASE WHEN t.typtype = 'd' THEN pg_temp.type_name(t.typbasetype, t.typtypmod) END),
  ('nulls', CASE WHEN t.typtype = 'd' THEN pg_temp.yes_or_no(NOT t.typnotnull) END),
  ('default', CASE WHEN t.typtype = 'd' THEN pg_temp.yes_or_no(t.typdefault IS NOT NULL) END)
) AS p (property, value)
WHERE t.typtype IN ('e', 'd', 'r', 'b', 'c')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid AND c.relkind <> 'c')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                    AND d.objid = t.oid AND d.deptype = 'e'))";

}  // namespace

model::CatalogObjects ServerObjects(pg::Connection& connection) {
  connection.Execute(kViews);
  model::CatalogObjects objects;
  for (const char* query :
       {kSchemas, kRelations, kColumns, kConstraints, kDomainConstraints, kIndexes, kAttachments, kTypes}) {
    const pg::Result rows = connection.Query(query);
    for (size_t row = 0; row < rows.rows(); ++row) {
      model::Properties& properties = objects[std::string(rows.Text(row, 0))];
      const std::string property(rows.Text(row, 1));
      const auto value = rows.OptionalText(row, 2);
      if (!property.empty() && value) properties.emplace(property, *value);
    }
  }
  return objects;
}

}  // namespace lockstep::cmd
