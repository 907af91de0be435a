CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- lockstep: ignore=MIG014
-- expect: MIG000, MIG014
REINDEX TABLE orders;
