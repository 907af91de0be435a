CREATE TABLE orders (id bigint);
-- migration:
CREATE TEMPORARY TABLE orders (id bigint);
CREATE INDEX ON orders (id);
-- expect: MIG001
CREATE INDEX ON public.orders (id);
