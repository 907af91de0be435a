CREATE TABLE users (id bigint, email text);
CREATE SCHEMA app;
CREATE FUNCTION public.code() RETURNS text LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 'x'; END $$;
CREATE FUNCTION app.code() RETURNS text LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 'x'; END $$;
-- migration:
ALTER TABLE users ADD COLUMN a text DEFAULT code();
-- expect: MIG002
ALTER TABLE users ADD COLUMN b text DEFAULT app.code();
