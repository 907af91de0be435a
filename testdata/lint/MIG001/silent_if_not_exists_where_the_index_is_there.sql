CREATE TABLE orders (id bigint);
CREATE INDEX orders_id_idx ON orders (id);
-- migration:
CREATE INDEX IF NOT EXISTS orders_id_idx ON orders (id);
-- expect: none
