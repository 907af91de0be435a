-- options: pg-version=18
CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- expect: MIG031
-- message: NOT NULL of domain price is verified
ALTER DOMAIN price ADD CONSTRAINT present NOT NULL;
