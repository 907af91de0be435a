CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG010
-- message: PRIMARY KEY constraint users_pkey builds its index on public.users
-- help: prove its columns NOT NULL (ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT); CREATE UNIQUE INDEX CONCURRENTLY
ALTER TABLE users ADD PRIMARY KEY (id);
