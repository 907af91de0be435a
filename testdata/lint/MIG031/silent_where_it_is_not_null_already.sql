CREATE DOMAIN price AS numeric NOT NULL;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- expect: none
ALTER DOMAIN price SET NOT NULL;
