CREATE TABLE products (price numeric CHECK (price > 0));
INSERT INTO products VALUES (1);
ALTER TABLE products ADD CONSTRAINT products_price_low CHECK (price < 1000);
ALTER TABLE products ADD COLUMN weight int CHECK (weight > 0);
-- expect: none
