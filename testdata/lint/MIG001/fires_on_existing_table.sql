CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG001
-- message: building this index takes a SHARE lock on public.orders: every INSERT, UPDATE and DELETE waits until the whole build is done
-- help: use CREATE INDEX CONCURRENTLY, alone in a migration of its own
-- effect: SHARE on public.orders (blocks writes); table scan; index build
-- at: CREATE INDEX orders_customer_id_idx ON orders (customer_id)
CREATE INDEX orders_customer_id_idx ON orders (customer_id);
