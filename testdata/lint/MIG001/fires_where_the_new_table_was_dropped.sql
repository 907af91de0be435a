-- options: disable=MIG015
CREATE TABLE orders (id bigint);
-- migration:
CREATE TABLE orders_new (id bigint);
DROP TABLE orders_new;
ALTER TABLE orders RENAME TO orders_new;
-- expect: MIG001
CREATE INDEX ON orders_new (id);
