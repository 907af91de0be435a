CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG028
-- expect: MIG000, MIG028 warning
ALTER TABLE orders DISABLE TRIGGER ALL;
