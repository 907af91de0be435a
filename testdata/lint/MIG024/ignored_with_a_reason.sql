CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- lockstep: ignore=MIG024 reason="ten rows"
-- expect: MIG024 ignored
UPDATE orders SET tax = 1 WHERE total > 0;
