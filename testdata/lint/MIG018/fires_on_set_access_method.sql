CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG018
-- message: SET ACCESS METHOD rewrites public.orders
ALTER TABLE orders SET ACCESS METHOD columnar;
