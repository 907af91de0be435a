CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG024
-- message: this reads every row of public.orders while the transaction holds ACCESS EXCLUSIVE on public.orders, taken in line 1: reads and writes of it wait until all is done
-- help: move it to a migration of its own
UPDATE orders SET tax = total / 5 WHERE total > 0;
