CREATE TABLE customers (id bigint, name text);
-- migration:
-- expect: MIG006
-- message: renaming column name of public.customers to full_name breaks every client that uses the old name, at once
-- help: add a column of the new name, keep both in step by a trigger until no client uses the old one, then drop that
-- effect: ACCESS EXCLUSIVE on public.customers (blocks reads and writes)
ALTER TABLE customers RENAME COLUMN name TO full_name;
-- expect: MIG006
-- message: renaming column full_name of public.customers to "Name"
ALTER TABLE customers RENAME full_name TO "Name";
