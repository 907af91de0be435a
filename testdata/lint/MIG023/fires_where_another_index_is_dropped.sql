-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
DROP INDEX CONCURRENTLY IF EXISTS other_idx;
-- expect: MIG023 warning
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
