-- options: runner=goose disable=MIG022
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- +goose NO TRANSACTION
ALTER TABLE orders ADD COLUMN note text;
-- expect: MIG007
-- message: cannot run in a transaction, so that this file is not atomic
CREATE INDEX CONCURRENTLY ON orders (customer_id);
