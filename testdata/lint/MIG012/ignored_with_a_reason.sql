CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG012 reason="users is empty until the launch"
-- expect: MIG012 ignored
ALTER TABLE users ADD COLUMN logins int NOT NULL;
