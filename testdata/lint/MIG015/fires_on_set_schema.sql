CREATE SCHEMA app;
CREATE TABLE customers (id bigint);
-- migration:
-- expect: MIG015
-- message: moving public.customers to schema app breaks every client that uses the old name
ALTER TABLE customers SET SCHEMA app;
