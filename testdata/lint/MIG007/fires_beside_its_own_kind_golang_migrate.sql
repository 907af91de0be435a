-- options: runner=golang-migrate
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (id);
