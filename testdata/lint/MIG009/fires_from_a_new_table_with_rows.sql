CREATE TABLE customers (id bigint PRIMARY KEY);
-- migration:
CREATE TABLE orders (id bigint, customer_id bigint);
INSERT INTO orders VALUES (1, 1);
-- expect: MIG009
-- message: every row of public.customers while the statement holds SHARE ROW EXCLUSIVE on public.customers: writes wait
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
