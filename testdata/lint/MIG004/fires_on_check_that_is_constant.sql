CREATE TABLE products (id bigint);
-- migration:
-- expect: MIG004
ALTER TABLE products ADD CONSTRAINT always CHECK (true);
