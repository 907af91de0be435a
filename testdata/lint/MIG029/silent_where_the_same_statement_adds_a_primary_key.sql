CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
CREATE UNIQUE INDEX users_key ON users (email, id);
-- migration:
-- expect: none
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_key PRIMARY KEY USING INDEX users_key;
