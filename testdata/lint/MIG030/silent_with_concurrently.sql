CREATE TABLE orders (id bigint, total int);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
CREATE UNIQUE INDEX totals_id_idx ON totals (id);
-- migration:
-- expect: none
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
