CREATE TABLE customers (id bigint, name text);
ALTER TABLE customers RENAME COLUMN name TO full_name;
-- expect: none
