CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: none
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders WITH NO DATA;
REFRESH MATERIALIZED VIEW totals;
