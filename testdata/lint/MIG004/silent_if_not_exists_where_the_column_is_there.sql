CREATE TABLE products (weight int);
-- migration:
ALTER TABLE products ADD COLUMN IF NOT EXISTS weight int CHECK (weight > 0);
-- expect: none
