-- options: disable=MIG016
CREATE TYPE address AS (street text, town text);
-- migration:
ALTER TYPE address DROP ATTRIBUTE town;
-- expect: none
