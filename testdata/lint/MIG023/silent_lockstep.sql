CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_id_idx ON orders (id);
