CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
SAVEPOINT s;
ALTER TABLE orders ADD COLUMN vat int;
ROLLBACK TO s;
-- expect: MIG024
-- message: taken in line 1
UPDATE orders SET total = 0 WHERE total < 0;
