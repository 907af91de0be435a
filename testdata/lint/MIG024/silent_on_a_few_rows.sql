CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
ALTER TABLE orders ADD COLUMN tax int;
UPDATE orders SET tax = 1 WHERE id = 5;
INSERT INTO orders VALUES (1, 2, 3);
