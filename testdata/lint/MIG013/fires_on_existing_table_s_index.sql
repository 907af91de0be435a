CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: MIG013 warning
-- message: DROP INDEX of public.orders_total takes ACCESS EXCLUSIVE on public.orders: it waits for every query that is running there, and all later reads and writes wait behind it
-- help: use DROP INDEX CONCURRENTLY, one index a statement, alone in a migration of its own
DROP INDEX orders_total;
