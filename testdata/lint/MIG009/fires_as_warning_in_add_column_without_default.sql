CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG009 warning
-- message: foreign key orders_customer_id_fkey scans nothing, as column customer_id is NULL in every row, but holds ACCESS EXCLUSIVE on public.orders and SHARE ROW EXCLUSIVE on public.customers until the transaction ends: reads and writes wait
-- at: REFERENCES customers
ALTER TABLE orders ADD COLUMN customer_id bigint REFERENCES customers;
