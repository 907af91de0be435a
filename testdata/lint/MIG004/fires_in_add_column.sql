CREATE TABLE products (id bigint);
-- migration:
-- expect: MIG004
-- message: CHECK constraint products_weight_check is verified against every row of public.products
-- help: add the column without it, then ADD CONSTRAINT … CHECK … NOT VALID, then VALIDATE CONSTRAINT
-- at: CHECK (weight > 0)
ALTER TABLE products ADD COLUMN weight int CHECK (weight > 0);
