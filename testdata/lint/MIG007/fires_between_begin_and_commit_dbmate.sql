-- options: runner=dbmate disable=MIG033
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
BEGIN;
-- expect: MIG007
-- message: cannot run inside a transaction block, and fails here
CREATE INDEX CONCURRENTLY ON orders (customer_id);
COMMIT;
