-- options: runner=sqlx
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- no-transaction
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: none
