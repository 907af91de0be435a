CREATE DOMAIN price AS numeric;
CREATE TABLE products (id bigint);
ALTER TABLE products ADD COLUMN price price;
-- migration:
-- expect: MIG031
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
