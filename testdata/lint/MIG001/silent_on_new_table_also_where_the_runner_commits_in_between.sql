-- options: runner=psql
CREATE TABLE orders (id bigint, customer_id bigint);
CREATE INDEX ON orders (customer_id);
-- expect: none
