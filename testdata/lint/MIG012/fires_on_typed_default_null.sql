CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG012
ALTER TABLE users ADD COLUMN logins int NOT NULL DEFAULT NULL::int;
