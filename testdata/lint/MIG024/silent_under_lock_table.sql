CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: MIG008
-- message: heavy work follows while it is held
LOCK TABLE orders IN SHARE ROW EXCLUSIVE MODE;
UPDATE orders SET total = 0 WHERE total < 0;
