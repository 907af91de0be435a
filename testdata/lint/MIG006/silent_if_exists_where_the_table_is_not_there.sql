CREATE TABLE customers (id bigint);
-- migration:
ALTER TABLE IF EXISTS people RENAME COLUMN name TO full_name;
-- expect: none
