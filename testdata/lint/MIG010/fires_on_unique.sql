CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG010
-- message: UNIQUE constraint users_email_key builds its index on public.users under ACCESS EXCLUSIVE: reads and writes wait for the whole build
-- help: CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD CONSTRAINT … UNIQUE USING INDEX
ALTER TABLE users ADD UNIQUE (email);
