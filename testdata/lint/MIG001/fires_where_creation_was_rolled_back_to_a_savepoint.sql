-- options: disable=MIG015
CREATE TABLE orders (id bigint);
-- migration:
SAVEPOINT before;
ALTER TABLE orders RENAME TO orders_old;
CREATE TABLE orders (id bigint);
ROLLBACK TO SAVEPOINT before;
-- expect: MIG001
CREATE INDEX ON orders (id);
