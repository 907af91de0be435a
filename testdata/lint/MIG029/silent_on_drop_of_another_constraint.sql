CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
-- migration:
-- expect: none
ALTER TABLE users DROP CONSTRAINT users_email;
