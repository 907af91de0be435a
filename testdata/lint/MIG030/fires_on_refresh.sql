CREATE TABLE orders (id bigint, total int);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
-- migration:
-- expect: MIG030 warning
-- message: REFRESH holds ACCESS EXCLUSIVE on public.totals while its query runs: whoever reads it waits
-- help: create a UNIQUE index on columns of it
-- effect: ACCESS EXCLUSIVE on public.totals (blocks reads and writes)
REFRESH MATERIALIZED VIEW totals;
