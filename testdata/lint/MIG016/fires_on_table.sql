CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG016
-- message: dropping table public.orders loses its data and breaks clients that still name it
-- help: deploy clients that no longer use it first
-- effect: ACCESS EXCLUSIVE on public.orders (blocks reads and writes)
DROP TABLE orders;
