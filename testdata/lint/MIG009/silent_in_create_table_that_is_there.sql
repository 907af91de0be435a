CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: none
CREATE TABLE IF NOT EXISTS orders (customer_id bigint REFERENCES customers);
