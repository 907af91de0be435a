CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: MIG013 warning
DROP INDEX IF EXISTS orders_total;
