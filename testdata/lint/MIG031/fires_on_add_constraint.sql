CREATE DOMAIN price AS numeric;
CREATE TABLE products (price price);
CREATE TABLE orders (price price);
-- migration:
-- expect: MIG031
-- message: the constraint of domain price is verified against every row of public.products, public.orders under SHARE: writes to all of them wait until the last one is read
-- help: add it as NOT VALID, which new values have to meet at once; VALIDATE CONSTRAINT takes the same locks on all tables together
ALTER DOMAIN price ADD CONSTRAINT positive CHECK (VALUE > 0);
