CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
-- migration:
-- expect: MIG005, MIG029
ALTER TABLE users DROP COLUMN id;
