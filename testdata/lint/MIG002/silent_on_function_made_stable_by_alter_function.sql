CREATE TABLE users (id bigint, email text);
CREATE FUNCTION region() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'eu'; END $$;
-- migration:
ALTER FUNCTION region() STABLE;
ALTER TABLE users ADD COLUMN region text DEFAULT region();
-- expect: none
