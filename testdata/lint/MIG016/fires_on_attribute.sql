CREATE TYPE address AS (street text, town text);
-- migration:
-- expect: MIG016
-- message: dropping attribute town of type public.address breaks clients that still name it
-- at: DROP ATTRIBUTE town
ALTER TYPE address DROP ATTRIBUTE town;
