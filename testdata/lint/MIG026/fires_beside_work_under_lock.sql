CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG024, MIG026 warning
UPDATE orders SET tax = 0;
