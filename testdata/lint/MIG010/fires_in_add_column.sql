CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG010
-- message: UNIQUE constraint users_token_key builds its index on public.users
-- help: add the column without it; CREATE UNIQUE INDEX CONCURRENTLY
-- at: UNIQUE
ALTER TABLE users ADD COLUMN token uuid UNIQUE;
