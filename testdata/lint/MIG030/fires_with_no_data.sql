CREATE TABLE orders (id bigint, total int);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
-- migration:
-- expect: MIG030 warning
-- message: REFRESH … WITH NO DATA empties public.totals under ACCESS EXCLUSIVE, and SELECT from it fails until it is filled again
REFRESH MATERIALIZED VIEW totals WITH NO DATA;
