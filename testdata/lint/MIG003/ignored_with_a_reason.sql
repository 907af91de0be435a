CREATE TABLE orders (quantity int);
-- migration:
-- lockstep: ignore=MIG003 reason="the shop is closed while this runs"
-- expect: MIG003 ignored
ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;
