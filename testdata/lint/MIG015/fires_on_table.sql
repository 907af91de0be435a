CREATE TABLE customers (id bigint);
-- migration:
-- expect: MIG015
-- message: renaming public.customers to clients breaks every client that uses the old name, at once
-- help: create a view of the old name in the same transaction
-- effect: ACCESS EXCLUSIVE on public.customers (blocks reads and writes)
ALTER TABLE customers RENAME TO clients;
