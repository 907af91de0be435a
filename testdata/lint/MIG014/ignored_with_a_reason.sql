CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
-- migration:
-- lockstep: ignore=MIG014 reason="orders has ten rows"
-- expect: MIG014 ignored
REINDEX TABLE orders;
