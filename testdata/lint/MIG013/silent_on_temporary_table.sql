-- expect: none
CREATE TEMP TABLE orders (total int);
CREATE INDEX orders_total ON orders (total);
DROP INDEX orders_total;
