CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE events (at date NOT NULL, customer_id bigint) PARTITION BY RANGE (at);
-- migration:
-- expect: none
ALTER TABLE events ADD FOREIGN KEY (customer_id) REFERENCES customers;
