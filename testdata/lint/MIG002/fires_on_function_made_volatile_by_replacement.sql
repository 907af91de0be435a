CREATE TABLE users (id bigint, email text);
CREATE FUNCTION region() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'eu'; END $$;
-- migration:
ALTER TABLE users ADD COLUMN before text DEFAULT region();
CREATE OR REPLACE FUNCTION region() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'eu'; END $$;
-- expect: MIG002
ALTER TABLE users ADD COLUMN after text DEFAULT region();
