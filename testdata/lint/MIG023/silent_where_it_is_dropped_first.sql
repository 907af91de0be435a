-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
DROP INDEX CONCURRENTLY IF EXISTS orders_id_idx;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
