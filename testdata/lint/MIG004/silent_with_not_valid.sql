CREATE TABLE products (price numeric);
-- migration:
ALTER TABLE products ADD CONSTRAINT products_price_positive CHECK (price > 0) NOT VALID;
-- expect: none
