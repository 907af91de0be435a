-- options: runner=psql disable=MIG022
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
BEGIN;
ALTER TABLE orders ADD COLUMN note text;
COMMIT;
-- expect: MIG007
-- message: this file is not atomic
CREATE INDEX CONCURRENTLY ON orders (customer_id);
