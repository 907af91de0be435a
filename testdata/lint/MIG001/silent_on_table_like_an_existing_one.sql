CREATE TABLE orders (id bigint);
-- migration:
CREATE TABLE orders_copy (LIKE orders INCLUDING ALL);
CREATE INDEX ON orders_copy (id);
-- expect: none
