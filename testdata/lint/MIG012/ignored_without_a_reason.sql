CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG012
-- expect: MIG000, MIG012
ALTER TABLE users ADD COLUMN logins int NOT NULL;
