CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG011
-- expect: MIG000, MIG011
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
