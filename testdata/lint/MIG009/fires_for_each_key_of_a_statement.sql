CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE products (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint, product_id bigint);
-- migration:
-- expect: MIG009, MIG009
ALTER TABLE orders
  ADD FOREIGN KEY (customer_id) REFERENCES customers,
  ADD FOREIGN KEY (product_id) REFERENCES products;
