CREATE TABLE customers (id bigint, name text);
CREATE VIEW names AS SELECT name FROM customers;
-- migration:
-- expect: MIG006
-- message: renaming column name of public.names to full_name
ALTER VIEW names RENAME COLUMN name TO full_name;
