CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- lockstep: ignore=MIG013 reason="nobody reads orders at night"
-- expect: MIG013 ignored
DROP INDEX orders_total;
