-- expect: none
CREATE TEMP TABLE customers (id bigint PRIMARY KEY);
CREATE TEMP TABLE orders (customer_id bigint REFERENCES customers);
