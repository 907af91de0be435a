CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG012, MIG012
ALTER TABLE users ADD COLUMN logins int NOT NULL, ADD COLUMN city text NOT NULL;
