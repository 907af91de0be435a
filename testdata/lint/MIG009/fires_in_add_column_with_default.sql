CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG009
-- message: ACCESS EXCLUSIVE on public.orders and SHARE ROW EXCLUSIVE on public.customers: reads and writes wait for the whole scan
-- help: add the column without the key, then add it as NOT VALID
ALTER TABLE orders ADD COLUMN customer_id bigint DEFAULT 1 REFERENCES customers;
