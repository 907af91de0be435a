CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: none
ALTER TABLE orders ADD COLUMN IF NOT EXISTS customer_id bigint REFERENCES customers;
