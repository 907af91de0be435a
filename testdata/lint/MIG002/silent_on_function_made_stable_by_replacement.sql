CREATE TABLE users (id bigint, email text);
CREATE FUNCTION region() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'eu'; END $$;
-- migration:
CREATE OR REPLACE FUNCTION region() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'eu'; END $$;
ALTER TABLE users ADD COLUMN region text DEFAULT region();
-- expect: none
