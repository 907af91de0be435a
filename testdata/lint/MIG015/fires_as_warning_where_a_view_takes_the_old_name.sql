CREATE TABLE customers (id bigint);
-- migration:
-- expect: MIG015 warning
-- message: renaming public.customers to clients leaves clients of the old name with the view of that name, made in the same transaction
-- help: make sure that it has all columns and grants
ALTER TABLE customers RENAME TO clients;
CREATE VIEW customers AS SELECT id FROM clients;
