CREATE TABLE customers (id bigint);
-- migration:
CREATE TABLE customers_new (id bigint);
-- expect: MIG015 warning
-- message: leaves clients of the old name with another relation of that name
-- help: make sure that it has the same columns, rows and grants
ALTER TABLE customers RENAME TO customers_old;
ALTER TABLE customers_new RENAME TO customers;
