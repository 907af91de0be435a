CREATE TABLE orders (quantity int);
-- migration:
-- lockstep: ignore=MIG003
-- expect: MIG000, MIG003
ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;
