CREATE TABLE customers (id bigint, name text);
-- migration:
-- lockstep: ignore=MIG006 reason="no deployed code uses the table yet"
-- expect: MIG006 ignored
ALTER TABLE customers RENAME COLUMN name TO full_name;
