CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG009
-- message: foreign key orders_customer_id_fkey is verified against every row of public.customers, public.orders while the statement holds SHARE ROW EXCLUSIVE on public.orders and public.customers: writes wait for the whole scan
-- help: add it as NOT VALID, then VALIDATE CONSTRAINT in a migration of its own
-- at: FOREIGN KEY (customer_id) REFERENCES customers
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
