CREATE TYPE person AS (name text, age int);
CREATE TABLE people OF person;
-- migration:
-- expect: MIG006
-- effect: ACCESS EXCLUSIVE on public.people (blocks reads and writes)
ALTER TYPE person RENAME ATTRIBUTE name TO full_name CASCADE;
