CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG028 warning
-- message: DISABLE TRIGGER ALL switches off the triggers and foreign keys of public.orders for everybody, until they are enabled again
-- help: a trigger that is in the way is disabled by name
-- effect: SHARE ROW EXCLUSIVE on public.orders (blocks writes)
ALTER TABLE orders DISABLE TRIGGER ALL;
ALTER TABLE orders ENABLE TRIGGER ALL;
