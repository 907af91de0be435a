CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- lockstep: ignore=MIG009
-- expect: MIG000, MIG009
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
