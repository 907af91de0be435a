CREATE TYPE address AS (street text, town text);
-- migration:
-- expect: MIG006
-- message: renaming column town of public.address to city
ALTER TYPE address RENAME ATTRIBUTE town TO city;
