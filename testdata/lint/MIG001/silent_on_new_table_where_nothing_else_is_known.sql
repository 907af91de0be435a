-- options: no-history
CREATE TABLE orders (id bigint, customer_id bigint);
CREATE INDEX ON orders (customer_id);
-- expect: none
