-- SPDX-License-Identifier: Apache-2.0
-- {name, category, array type, takes modifiers, collatable, length coercion, default operator classes}: of all types but
-- arrays and the catalogs' row types. Default operator classes are those that the server gives an index on such a column
-- (a type without one of its own may get a binary coercible type's), in the order btree, hash, gist, gin, spgist, brin.
SET client_min_messages = error;

CREATE TEMPORARY TABLE builtin_type AS
SELECT * FROM pg_type
WHERE typnamespace = 'pg_catalog'::regnamespace AND typtype IN ('b', 'r', 'm', 'p')
  AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = pg_type.oid);

CREATE TEMPORARY TABLE default_operator_class (type name, method name, class name, family name);

DO $$
DECLARE
  type name;
  method name;
BEGIN
  FOR type, method IN SELECT typname, amname FROM builtin_type, pg_am WHERE typtype <> 'p' AND amtype = 'i' LOOP
    BEGIN
      EXECUTE format('CREATE TEMPORARY TABLE indexed (c pg_catalog.%I)', type);
      EXECUTE format('CREATE INDEX indexed_c ON indexed USING %I (c)', method);
      INSERT INTO default_operator_class
      SELECT type, method, opcname, opfname
      FROM pg_index
      JOIN pg_opclass ON pg_opclass.oid = indclass[0]
      JOIN pg_opfamily ON pg_opfamily.oid = opcfamily
      WHERE indexrelid = 'indexed_c'::regclass;
      DROP TABLE indexed;
    EXCEPTION WHEN undefined_object THEN  -- no default operator class; the table went with the subtransaction
    END;
  END LOOP;
END $$;

SELECT format('{"%s", ''%s'', "%s", %s, %s, %s%s},', typname, typcategory,
              coalesce((SELECT typname FROM pg_type AS arrays WHERE arrays.oid = builtin_type.typarray), ''),
              CASE WHEN typmodin <> 0 THEN 'true' ELSE 'false' END,
              CASE WHEN typcollation <> 0 THEN 'true' ELSE 'false' END,
              CASE WHEN castfunc IS NULL THEN 'kNone' WHEN prosupport = 0 THEN 'kAlways' ELSE 'kSimplified' END,
              (SELECT string_agg(CASE WHEN class IS NULL THEN ', {}' ELSE format(', {"%s", "%s"}', class, family) END, ''
                                 ORDER BY place)
               FROM unnest('{btree,hash,gist,gin,spgist,brin}'::name[]) WITH ORDINALITY AS methods (method, place)
               LEFT JOIN default_operator_class AS d ON d.type = typname AND d.method = methods.method))
FROM builtin_type
LEFT JOIN pg_cast ON castsource = builtin_type.oid AND casttarget = builtin_type.oid
LEFT JOIN pg_proc ON pg_proc.oid = castfunc
ORDER BY typname COLLATE "C";
