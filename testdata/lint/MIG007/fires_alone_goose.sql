-- options: runner=goose
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG007
-- message: CREATE INDEX CONCURRENTLY cannot run inside a transaction block, and fails here: goose runs the file in a transaction
-- help: move it to a migration of its own, without BEGIN and COMMIT, and with -- +goose NO TRANSACTION
CREATE INDEX CONCURRENTLY ON orders (customer_id);
