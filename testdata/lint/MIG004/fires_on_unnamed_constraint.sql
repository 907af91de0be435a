CREATE TABLE products (price numeric, cost numeric);
-- migration:
-- expect: MIG004
-- message: CHECK constraint products_price_check is
ALTER TABLE products ADD CHECK (price > 0);
-- expect: MIG004
-- message: CHECK constraint products_check is
ALTER TABLE products ADD CHECK (price > cost);
