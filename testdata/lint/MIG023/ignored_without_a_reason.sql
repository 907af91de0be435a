-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG023
-- expect: MIG000, MIG023 warning
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
