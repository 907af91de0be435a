-- options: runner=psql disable=MIG022
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG001
CREATE INDEX IF NOT EXISTS orders_id_idx ON orders (id);
