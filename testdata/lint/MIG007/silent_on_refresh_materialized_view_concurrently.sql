CREATE TABLE orders (id bigint);
CREATE MATERIALIZED VIEW order_ids AS SELECT id FROM orders;
CREATE UNIQUE INDEX ON order_ids (id);
-- migration:
INSERT INTO orders VALUES (1);
REFRESH MATERIALIZED VIEW CONCURRENTLY order_ids;
-- expect: none
