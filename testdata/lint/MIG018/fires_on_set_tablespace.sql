CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG018
-- message: SET TABLESPACE rewrites public.orders
-- help: pg_repack moves a table to another tablespace while it is in use
-- at: SET TABLESPACE fast
ALTER TABLE orders SET TABLESPACE fast;
