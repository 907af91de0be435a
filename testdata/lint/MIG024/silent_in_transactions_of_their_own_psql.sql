-- options: runner=psql disable=MIG022
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
ALTER TABLE orders ADD COLUMN tax int;
UPDATE orders SET tax = total / 5 WHERE total > 0;
