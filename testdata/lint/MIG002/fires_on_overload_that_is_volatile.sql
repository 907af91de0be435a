CREATE TABLE users (id bigint, email text);
CREATE FUNCTION code(int) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 'x'; END $$;
CREATE FUNCTION code() RETURNS text LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 'x'; END $$;
-- migration:
ALTER TABLE users ADD COLUMN a text DEFAULT code(1);
-- expect: MIG002
ALTER TABLE users ADD COLUMN b text DEFAULT code();
