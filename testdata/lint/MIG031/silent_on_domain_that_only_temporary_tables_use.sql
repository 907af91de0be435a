CREATE DOMAIN price AS numeric;
-- migration:
-- expect: none
CREATE TEMP TABLE products (price price);
CREATE TEMP TABLE orders (price price);
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
