CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
SAVEPOINT s;
ALTER TABLE orders ADD COLUMN tax int;
ROLLBACK TO s;
UPDATE orders SET total = 0 WHERE total < 0;
