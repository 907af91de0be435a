-- options: no-history
-- expect: MIG004
ALTER TABLE products ADD CONSTRAINT products_price_positive CHECK (price > 0);
