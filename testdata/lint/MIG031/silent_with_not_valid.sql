CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- expect: none
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
