CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: none
REINDEX TABLE CONCURRENTLY orders;
