CREATE TABLE orders (id bigint);
CREATE TABLE users (id bigint);
-- migration:
ALTER TABLE users ADD COLUMN note text;
-- expect: MIG025 warning
-- message: this transaction holds ACCESS EXCLUSIVE on public.orders beside ACCESS EXCLUSIVE on public.users, taken in line 1, until it ends: clients of both wait, and one that uses them in the other order can deadlock with it
-- help: change one table a migration
-- effect: ACCESS EXCLUSIVE on public.orders (blocks reads and writes)
ALTER TABLE orders ADD COLUMN note text;
