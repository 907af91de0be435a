CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: MIG026 warning
-- message: UPDATE of public.orders has a WHERE that bounds nothing
UPDATE orders SET total = 0 WHERE true;
-- expect: MIG026 warning
UPDATE orders SET total = 0 WHERE 1 = 1;
-- expect: MIG026 warning
UPDATE orders SET total = 0 WHERE total IS NULL;
-- expect: MIG026 warning
UPDATE orders SET total = 0 WHERE total IS NULL AND true;
-- expect: MIG026 warning
DELETE FROM orders WHERE id = 5 OR total IS NULL;
