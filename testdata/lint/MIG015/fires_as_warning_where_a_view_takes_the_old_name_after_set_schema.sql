CREATE SCHEMA app;
CREATE TABLE customers (id bigint);
-- migration:
-- expect: MIG015 warning
ALTER TABLE customers SET SCHEMA app;
CREATE VIEW customers AS SELECT id FROM app.customers;
