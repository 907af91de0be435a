-- expect: none
CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
ALTER DOMAIN price SET NOT NULL;
