CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG009
-- message: ACCESS EXCLUSIVE on public.orders and SHARE ROW EXCLUSIVE on public.customers
ALTER TABLE orders ADD COLUMN customer_id bigint, ADD FOREIGN KEY (customer_id) REFERENCES customers;
