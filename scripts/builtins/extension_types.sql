-- SPDX-License-Identifier: Apache-2.0
-- {extension, type}: what CREATE EXTENSION brings, of the extensions that come with PostgreSQL; arrays are left out.
SET client_min_messages = error;

DO $$
DECLARE
  extension name;
BEGIN
  FOR extension IN SELECT name FROM pg_available_extensions WHERE installed_version IS NULL ORDER BY name LOOP
    BEGIN
      EXECUTE format('CREATE EXTENSION %I SCHEMA public CASCADE', extension);
    EXCEPTION WHEN others THEN  -- its library is not installed, or it has a schema of its own
    END;
  END LOOP;
END $$;

SELECT format('{"%s", "%s"},', extname, typname)
FROM pg_type
JOIN pg_depend ON classid = 'pg_type'::regclass AND objid = pg_type.oid AND deptype = 'e'
JOIN pg_extension ON refclassid = 'pg_extension'::regclass AND refobjid = pg_extension.oid
WHERE typtype IN ('b', 'r', 'm') AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.typarray = pg_type.oid)
ORDER BY extname COLLATE "C", typname COLLATE "C";
