-- options: no-history
-- expect: MIG001
-- message: SHARE lock on public.orders
CREATE INDEX ON orders (customer_id);
