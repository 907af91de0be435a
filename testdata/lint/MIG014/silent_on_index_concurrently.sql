CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: none
REINDEX INDEX CONCURRENTLY orders_total;
