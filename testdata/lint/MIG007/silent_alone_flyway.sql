-- options: runner=flyway
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: none
