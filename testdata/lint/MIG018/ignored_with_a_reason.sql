CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG018 reason="ten rows"
-- expect: MIG018 ignored
ALTER TABLE orders SET UNLOGGED;
