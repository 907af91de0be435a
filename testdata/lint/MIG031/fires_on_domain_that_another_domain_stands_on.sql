CREATE DOMAIN price AS numeric;
CREATE DOMAIN net_price AS price;
CREATE TABLE products (price net_price);
-- migration:
-- expect: MIG031
-- message: every row of public.products under SHARE
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
