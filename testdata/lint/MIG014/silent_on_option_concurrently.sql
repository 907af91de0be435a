CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- expect: none
REINDEX (CONCURRENTLY) INDEX orders_total;
