-- options: runner=golang-migrate disable=MIG022
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
-- expect: MIG007
-- message: cannot run inside a transaction block, and fails here: golang-migrate sends the file as one string, which PostgreSQL runs as one transaction
CREATE INDEX CONCURRENTLY ON orders (customer_id);
