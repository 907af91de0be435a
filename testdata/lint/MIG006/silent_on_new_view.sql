CREATE TABLE customers (id bigint, name text);
-- migration:
CREATE VIEW names AS SELECT name FROM customers;
ALTER VIEW names RENAME COLUMN name TO full_name;
-- expect: none
