CREATE TABLE orders (id bigint, total int);
-- migration:
-- The lock is the table's, whoever made the index.
-- expect: MIG001
CREATE INDEX orders_total ON orders (total);
-- expect: MIG013 warning
DROP INDEX orders_total;
