-- options: runner=psql disable=MIG022 disable=MIG015
CREATE TABLE orders (id bigint);
-- migration:
BEGIN;
ALTER TABLE orders RENAME TO orders_old;
CREATE TABLE orders (id bigint);
CREATE INDEX ON orders (id);
ROLLBACK;
-- expect: MIG001
CREATE INDEX ON orders (id);
