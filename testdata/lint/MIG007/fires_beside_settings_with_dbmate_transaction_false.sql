-- options: runner=dbmate
CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- migrate:up transaction:false
SET statement_timeout = 0;
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
