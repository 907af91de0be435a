CREATE TABLE orders (id bigint, customer_id bigint);
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
