CREATE TABLE customers (id bigint PRIMARY KEY);
-- migration:
CREATE TABLE orders (id bigint, customer_id bigint);
-- expect: MIG009 warning
-- message: foreign key orders_customer_id_fkey scans nothing, as public.orders is new, but holds SHARE ROW EXCLUSIVE on public.customers until the transaction ends: writes wait
-- help: in a migration of its own
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
