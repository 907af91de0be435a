-- options: runner=flyway disable=MIG022
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
-- expect: MIG007
-- message: CREATE INDEX CONCURRENTLY cannot run in a transaction, so that this file is not atomic: a failure leaves half of it behind
-- help: move it to a migration of its own, without BEGIN and COMMIT
CREATE INDEX CONCURRENTLY ON orders (customer_id);
