CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: MIG014
-- help: use REINDEX TABLE CONCURRENTLY
REINDEX TABLE orders;
