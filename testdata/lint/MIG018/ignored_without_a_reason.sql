CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG018
-- expect: MIG000, MIG018
ALTER TABLE orders SET UNLOGGED;
