CREATE TABLE orders (id bigint, a int, b int);
CREATE INDEX i ON orders (a);
CREATE INDEX j ON orders (b);
-- migration:
-- expect: MIG032
-- help: DROP INDEX CONCURRENTLY takes one index that is not partitioned, without CASCADE
DROP INDEX CONCURRENTLY i, j;
