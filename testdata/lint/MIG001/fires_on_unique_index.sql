CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG001
-- help: use CREATE UNIQUE INDEX CONCURRENTLY
CREATE UNIQUE INDEX ON orders (customer_id);
