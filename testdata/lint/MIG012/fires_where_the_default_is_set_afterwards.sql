CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG012
ALTER TABLE users ADD COLUMN logins int NOT NULL;
ALTER TABLE users ALTER COLUMN logins SET DEFAULT 0;
