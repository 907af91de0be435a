CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- lockstep: ignore=MIG031
-- expect: MIG000, MIG031
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
