CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id bigint, mood mood);
-- migration:
-- expect: none
ALTER TYPE mood ADD VALUE 'happy';
CREATE FUNCTION cheer() RETURNS mood LANGUAGE plpgsql AS $$ BEGIN RETURN 'happy'; END $$;
