CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE products (id bigint PRIMARY KEY);
-- migration:
-- expect: MIG009 warning, MIG009 warning
-- message: foreign key orders_customer_id_fkey scans nothing, as public.orders is new, but holds SHARE ROW EXCLUSIVE on public.customers
-- message: foreign key bought scans nothing
CREATE TABLE orders (
  customer_id bigint REFERENCES customers,
  product_id bigint,
  CONSTRAINT bought FOREIGN KEY (product_id) REFERENCES products
);
