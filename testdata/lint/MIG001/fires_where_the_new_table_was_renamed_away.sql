-- options: disable=MIG015
CREATE TABLE orders (id bigint);
-- migration:
CREATE TABLE orders_new (id bigint);
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX ON orders (id);
-- expect: MIG001
-- message: SHARE lock on public.orders_old
CREATE INDEX ON orders_old (id);
