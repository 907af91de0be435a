CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
-- migration:
-- expect: MIG029
-- message: public.users is left without a replica identity, since it goes by the primary key, which is dropped: where it is published, every UPDATE and DELETE fails from then on
-- help: put another in its place in the same ALTER TABLE
ALTER TABLE users DROP CONSTRAINT users_pkey;
