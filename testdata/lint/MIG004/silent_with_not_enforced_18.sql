-- options: pg-version=18
CREATE TABLE products (price numeric);
-- migration:
ALTER TABLE products ADD CONSTRAINT products_price_positive CHECK (price > 0) NOT ENFORCED;
ALTER TABLE products ADD COLUMN weight int CHECK (weight > 0) NOT ENFORCED;
-- expect: none
