CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG010
-- expect: MIG000, MIG010
ALTER TABLE users ADD UNIQUE (email);
