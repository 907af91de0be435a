CREATE TABLE products (price numeric);
-- migration:
-- expect: MIG004, MIG004, MIG004
ALTER TABLE products
  ADD CONSTRAINT a CHECK (price > 0),
  ADD CONSTRAINT b CHECK (price < 1000),
  ADD CONSTRAINT c CHECK (price <> 13) NOT VALID,
  ADD COLUMN weight int CHECK (weight > 0);
