CREATE TABLE customers (id bigint);
-- migration:
ALTER TABLE customers ADD COLUMN name text;
ALTER TABLE customers RENAME COLUMN name TO full_name;
-- expect: none
