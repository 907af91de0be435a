CREATE DOMAIN price AS numeric;
-- migration:
-- expect: none
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
