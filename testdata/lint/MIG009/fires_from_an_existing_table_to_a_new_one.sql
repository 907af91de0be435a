CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
CREATE TABLE customers (id bigint PRIMARY KEY);
-- expect: MIG009
-- message: every row of public.orders while the statement holds SHARE ROW EXCLUSIVE on public.orders: writes wait
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
