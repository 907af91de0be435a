CREATE TABLE orders (id bigint, customer_id bigint);
CREATE INDEX ON orders (customer_id);
CREATE UNIQUE INDEX ON public.orders (id);
-- expect: none
