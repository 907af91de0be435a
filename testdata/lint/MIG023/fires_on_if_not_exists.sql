-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG023 warning
-- message: a build that failed leaves orders_id_idx behind as INVALID, and IF NOT EXISTS then takes it for done
-- help: DROP INDEX CONCURRENTLY IF EXISTS it first
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
