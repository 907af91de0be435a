CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG018
-- message: SET UNLOGGED rewrites public.orders
-- help: make a new table with the setting
ALTER TABLE orders SET UNLOGGED;
