CREATE TABLE orders (id bigint);
-- migration:
CREATE MATERIALIZED VIEW order_ids AS SELECT id FROM orders;
CREATE UNIQUE INDEX ON order_ids (id);
-- expect: none
