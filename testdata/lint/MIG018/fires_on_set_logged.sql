CREATE UNLOGGED TABLE orders (id bigint);
-- migration:
-- expect: MIG018
-- message: SET LOGGED rewrites public.orders
ALTER TABLE orders SET LOGGED;
