CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
ALTER TABLE products ALTER COLUMN price TYPE numeric;
-- migration:
-- expect: none
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
