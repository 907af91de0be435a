CREATE TABLE customers (id bigint, name text);
-- migration:
-- lockstep: ignore=MIG006
-- expect: MIG000, MIG006
ALTER TABLE customers RENAME COLUMN name TO full_name;
