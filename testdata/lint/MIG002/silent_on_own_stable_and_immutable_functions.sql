CREATE TABLE users (id bigint, email text);
CREATE FUNCTION region() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'eu'; END $$;
CREATE FUNCTION code() RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 'x'; END $$;
-- migration:
ALTER TABLE users ADD COLUMN a text DEFAULT region(), ADD COLUMN b text DEFAULT public.code();
-- expect: none
