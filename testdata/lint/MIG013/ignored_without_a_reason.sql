CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- lockstep: ignore=MIG013
-- expect: MIG000, MIG013 warning
DROP INDEX orders_total;
