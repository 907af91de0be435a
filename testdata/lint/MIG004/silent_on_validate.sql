CREATE TABLE products (price numeric);
ALTER TABLE products ADD CONSTRAINT products_price_positive CHECK (price > 0) NOT VALID;
-- migration:
ALTER TABLE products VALIDATE CONSTRAINT products_price_positive;
-- expect: none
