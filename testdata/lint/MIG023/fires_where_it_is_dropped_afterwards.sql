-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG023 warning
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
DROP INDEX CONCURRENTLY IF EXISTS orders_id_idx;
