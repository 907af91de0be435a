CREATE DOMAIN price AS numeric;
CREATE TABLE products (price numeric);
-- migration:
-- expect: none
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
