-- options: runner=golang-migrate
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG023 warning
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
