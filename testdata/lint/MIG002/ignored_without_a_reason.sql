CREATE TABLE users (id bigint, email text);
-- migration:
-- lockstep: ignore=MIG002 reason=""
-- expect: MIG000, MIG002
ALTER TABLE users ADD COLUMN number serial;
