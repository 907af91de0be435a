CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
-- migration:
-- lockstep: ignore=MIG029
-- expect: MIG000, MIG029
ALTER TABLE users DROP CONSTRAINT users_pkey;
