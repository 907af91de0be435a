CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
ALTER TABLE users REPLICA IDENTITY NOTHING;
-- migration:
-- expect: none
ALTER TABLE users DROP CONSTRAINT users_pkey;
