CREATE TABLE orders (id bigint, total int);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
-- migration:
-- lockstep: ignore=MIG030
-- expect: MIG000, MIG030 warning
REFRESH MATERIALIZED VIEW totals;
