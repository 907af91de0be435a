CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- lockstep: ignore=MIG024
-- expect: MIG000, MIG024
UPDATE orders SET tax = 1 WHERE total > 0;
