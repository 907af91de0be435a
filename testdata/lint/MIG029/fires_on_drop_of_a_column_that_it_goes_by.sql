CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
ALTER TABLE users REPLICA IDENTITY USING INDEX users_email;
-- migration:
-- expect: MIG005, MIG029
ALTER TABLE users DROP COLUMN email;
