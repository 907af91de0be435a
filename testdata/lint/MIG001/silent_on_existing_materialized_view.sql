CREATE TABLE orders (id bigint);
CREATE MATERIALIZED VIEW order_ids AS SELECT id FROM orders;
-- migration:
CREATE UNIQUE INDEX ON order_ids (id);
-- expect: none
