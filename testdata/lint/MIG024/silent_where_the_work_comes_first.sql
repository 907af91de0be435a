CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
UPDATE orders SET total = 0 WHERE total < 0;
ALTER TABLE orders ADD COLUMN tax int;
