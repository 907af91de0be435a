CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
UPDATE orders SET total = 0 WHERE id BETWEEN 1 AND 1000 AND total IS NULL;
UPDATE orders SET total = 0 WHERE total = 5;
UPDATE orders SET total = 0 WHERE id IN (SELECT id FROM orders WHERE total IS NULL LIMIT 1000);
DELETE FROM orders WHERE total < 0;
