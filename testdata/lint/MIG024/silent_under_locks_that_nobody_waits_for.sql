CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
ALTER TABLE orders SET (fillfactor = 80);
UPDATE orders SET total = 0 WHERE total < 0;
