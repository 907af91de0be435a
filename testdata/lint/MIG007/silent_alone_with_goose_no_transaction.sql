-- options: runner=goose
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- +goose NO TRANSACTION
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: none
