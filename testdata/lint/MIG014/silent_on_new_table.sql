-- expect: none
CREATE TABLE orders (total int);
CREATE INDEX orders_total ON orders (total);
REINDEX TABLE orders;
