-- options: runner=dbmate
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY ON orders (customer_id);
-- expect: none
