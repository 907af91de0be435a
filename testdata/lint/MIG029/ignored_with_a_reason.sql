CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
-- migration:
-- lockstep: ignore=MIG029 reason="users is not published"
-- expect: MIG029 ignored
ALTER TABLE users DROP CONSTRAINT users_pkey;
