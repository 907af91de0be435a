CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG001
CREATE INDEX orders_total_idx ON orders (total);
-- expect: MIG004
ALTER TABLE orders ADD CHECK (total > 0);
