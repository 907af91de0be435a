CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
-- migration:
-- expect: none
ALTER DOMAIN price SET DEFAULT 1;
ALTER DOMAIN price DROP NOT NULL;
ALTER DOMAIN price DROP CONSTRAINT positive;
