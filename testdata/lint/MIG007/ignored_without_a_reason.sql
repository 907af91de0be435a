CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
-- lockstep: ignore=MIG007
-- expect: MIG000, MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
