CREATE TABLE orders (id bigint);
CREATE VIEW totals AS SELECT id FROM orders;
-- migration:
-- expect: MIG016
-- message: dropping view public.totals breaks clients that still read it
DROP VIEW totals;
