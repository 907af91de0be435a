CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: MIG014
-- message: REINDEX holds SHARE on public.orders and ACCESS EXCLUSIVE on each index that it rebuilds: writes wait for the whole build, and so do reads
-- help: use REINDEX INDEX CONCURRENTLY, alone in a migration of its own
REINDEX INDEX orders_total;
