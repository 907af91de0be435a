-- PostgreSQL verifies wherever there is a default, be it NULL.
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG009
ALTER TABLE orders ADD COLUMN customer_id bigint DEFAULT NULL REFERENCES customers;
