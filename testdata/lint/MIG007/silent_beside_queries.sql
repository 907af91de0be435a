CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
SELECT count(*) FROM orders;
SHOW lock_timeout;
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: none
