CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: MIG013 warning
-- help: CONCURRENTLY refuses CASCADE
DROP INDEX orders_total CASCADE;
