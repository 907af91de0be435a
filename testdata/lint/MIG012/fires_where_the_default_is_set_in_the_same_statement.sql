CREATE TABLE users (id bigint, email text);
-- migration:
-- expect: MIG012
-- message: is NOT NULL, and the default that the same statement sets comes too late
ALTER TABLE users ADD COLUMN logins int NOT NULL, ALTER COLUMN logins SET DEFAULT 0;
