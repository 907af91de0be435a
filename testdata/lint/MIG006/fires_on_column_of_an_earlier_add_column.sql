CREATE TABLE customers (id bigint);
ALTER TABLE customers ADD COLUMN name text;
-- migration:
-- expect: MIG006
ALTER TABLE customers RENAME name TO full_name;
