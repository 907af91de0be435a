-- options: runner=psql
CREATE TABLE orders (id bigint);
CREATE INDEX orders_id_idx ON orders (id);
-- migration:
-- expect: none
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
