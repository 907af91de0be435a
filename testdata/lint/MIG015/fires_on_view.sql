CREATE TABLE customers (id bigint);
CREATE VIEW v AS SELECT id FROM customers;
-- migration:
-- expect: MIG015
ALTER VIEW v RENAME TO w;
