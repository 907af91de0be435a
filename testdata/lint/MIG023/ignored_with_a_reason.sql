-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG023 reason="we look for INVALID indexes after each deployment"
-- expect: MIG023 ignored
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
