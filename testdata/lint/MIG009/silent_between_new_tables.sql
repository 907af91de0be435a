-- expect: none
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, customer_id bigint REFERENCES customers);
ALTER TABLE orders ADD COLUMN other_id bigint REFERENCES customers;
ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES customers;
