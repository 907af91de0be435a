CREATE TABLE orders (id bigint);
-- migration:
SELECT id INTO order_ids FROM orders;
CREATE INDEX ON order_ids (id);
-- expect: none
