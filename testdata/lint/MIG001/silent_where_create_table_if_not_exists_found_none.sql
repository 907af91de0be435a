CREATE TABLE customers (id bigint);
-- migration:
CREATE TABLE IF NOT EXISTS orders (id bigint);
CREATE INDEX ON orders (id);
-- expect: none
