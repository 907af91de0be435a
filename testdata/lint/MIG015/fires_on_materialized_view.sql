CREATE TABLE customers (id bigint);
CREATE MATERIALIZED VIEW v AS SELECT id FROM customers;
-- migration:
-- expect: MIG015
ALTER MATERIALIZED VIEW v RENAME TO w;
