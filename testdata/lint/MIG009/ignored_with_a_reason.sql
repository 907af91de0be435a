CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- lockstep: ignore=MIG009 reason="both have ten rows"
-- expect: MIG009 ignored
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
