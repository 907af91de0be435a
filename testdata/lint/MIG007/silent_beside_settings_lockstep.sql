-- options: runner=lockstep
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
SET lock_timeout = 0;
SET statement_timeout = 0;
CREATE INDEX CONCURRENTLY ON orders (customer_id);
RESET lock_timeout;
-- expect: none
