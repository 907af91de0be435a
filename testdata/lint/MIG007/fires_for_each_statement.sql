CREATE TABLE orders (id bigint, customer_id bigint);
-- migration:
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (customer_id);
ALTER TABLE orders ADD COLUMN note text;
-- expect: MIG007
CREATE INDEX CONCURRENTLY ON orders (note);
