CREATE TYPE person AS (name text, age int);
CREATE TABLE people OF person;
-- migration:
-- expect: MIG005
-- message: dropping column age of public.person loses its data
ALTER TYPE person DROP ATTRIBUTE age CASCADE;
