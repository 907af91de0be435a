CREATE TABLE orders (id bigint, note text);
CREATE INDEX orders_note ON orders (note);
-- migration:
-- expect: MIG018
-- message: SET TABLESPACE copies index public.orders_note under ACCESS EXCLUSIVE: reads and writes of public.orders wait until the copy is done
-- help: REINDEX (TABLESPACE fast) INDEX CONCURRENTLY public.orders_note
ALTER INDEX orders_note SET TABLESPACE fast;
