CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
WITH gone AS (DELETE FROM orders WHERE id < 10 RETURNING id) SELECT count(*) FROM gone;
