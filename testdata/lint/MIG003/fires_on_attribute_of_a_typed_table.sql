CREATE TYPE person AS (name text, age int);
CREATE TABLE people OF person;
-- migration:
-- expect: MIG003
-- message: changing the type of column age rewrites public.people
ALTER TYPE person ALTER ATTRIBUTE age TYPE bigint CASCADE;
