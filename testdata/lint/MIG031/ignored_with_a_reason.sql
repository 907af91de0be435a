CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- lockstep: ignore=MIG031 reason="both tables are small"
-- expect: MIG031 ignored
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
