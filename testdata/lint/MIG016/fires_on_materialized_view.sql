CREATE TABLE orders (id bigint);
CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders;
-- migration:
-- expect: MIG016
-- message: dropping materialized view public.totals breaks clients that still read it
DROP MATERIALIZED VIEW totals;
