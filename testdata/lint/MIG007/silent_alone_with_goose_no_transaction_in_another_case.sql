-- options: runner=goose
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- +GOOSE no transaction
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: none
