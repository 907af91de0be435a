CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG002 reason="users has ten rows"
-- expect: MIG002 ignored
ALTER TABLE users ADD COLUMN number serial;
