CREATE TABLE orders (id bigint PRIMARY KEY);
-- migration:
-- expect: MIG018
-- message: CLUSTER rewrites public.orders under ACCESS EXCLUSIVE
CLUSTER orders USING orders_pkey;
