CREATE TABLE users (id bigint, email text);
CREATE FUNCTION next_code() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'x'; END $$;
-- migration:
-- expect: MIG002
-- message: its default calls next_code, which is VOLATILE
ALTER TABLE users ADD COLUMN code text DEFAULT next_code();
