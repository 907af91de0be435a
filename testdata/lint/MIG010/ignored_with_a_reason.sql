CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG010 reason="users has ten rows"
-- expect: MIG010 ignored
ALTER TABLE users ADD UNIQUE (email);
