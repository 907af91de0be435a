CREATE TABLE orders (id bigint);
-- migration:
CREATE TABLE IF NOT EXISTS orders (id bigint);
-- expect: MIG001
CREATE INDEX ON orders (id);
