CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint);
ALTER TABLE orders ADD CONSTRAINT bought FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;
-- migration:
-- expect: none
ALTER TABLE orders VALIDATE CONSTRAINT bought;
