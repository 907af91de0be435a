-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
CREATE INDEX CONCURRENTLY orders_id_idx ON orders (id);
