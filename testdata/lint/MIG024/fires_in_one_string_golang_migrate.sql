-- options: runner=golang-migrate disable=MIG022
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG024
UPDATE orders SET tax = total / 5 WHERE total > 0;
