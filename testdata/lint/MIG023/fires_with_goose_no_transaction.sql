-- options: runner=goose
CREATE TABLE orders (id bigint);
-- migration:
-- +goose NO TRANSACTION
-- expect: MIG023 warning
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
