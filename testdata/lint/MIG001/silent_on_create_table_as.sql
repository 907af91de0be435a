CREATE TABLE orders (id bigint);
-- migration:
CREATE TABLE order_ids AS SELECT id FROM orders;
CREATE INDEX ON order_ids (id);
-- expect: none
