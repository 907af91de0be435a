-- options: runner=golang-migrate
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
SET lock_timeout = 0;
-- expect: MIG007
-- message: golang-migrate sends the file as one string
CREATE INDEX CONCURRENTLY ON orders (customer_id);
