CREATE TABLE products (price numeric);
-- migration:
-- expect: MIG004
-- message: CHECK constraint products_price_positive is verified against every row of public.products under ACCESS EXCLUSIVE: reads and writes wait for the whole scan
-- help: add it as NOT VALID, then VALIDATE CONSTRAINT in a migration of its own, which blocks neither reads nor writes
-- effect: ACCESS EXCLUSIVE on public.products (blocks reads and writes); table scan
-- at: CONSTRAINT products_price_positive CHECK (price > 0)
ALTER TABLE products ADD CONSTRAINT products_price_positive CHECK (price > 0);
