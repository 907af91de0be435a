CREATE TYPE person AS (name text, age int);
-- migration:
ALTER TYPE person ALTER ATTRIBUTE age TYPE bigint CASCADE;
-- expect: none
