CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE orders (id bigint PRIMARY KEY);
CLUSTER orders USING orders_pkey;
