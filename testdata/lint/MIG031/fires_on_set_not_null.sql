CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- expect: MIG031
-- message: NOT NULL of domain price is verified against every row of
-- help: add CHECK (VALUE IS NOT NULL) as NOT VALID
ALTER DOMAIN price SET NOT NULL;
