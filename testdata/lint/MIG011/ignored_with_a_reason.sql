CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG011 reason="users has ten rows"
-- expect: MIG011 ignored
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
