CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, CONSTRAINT users_email UNIQUE (email));
-- migration:
-- expect: MIG029
-- message: since REPLICA IDENTITY NOTHING gives it up
ALTER TABLE users REPLICA IDENTITY NOTHING;
