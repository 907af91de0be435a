CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
SELECT id INTO order_ids FROM orders;
