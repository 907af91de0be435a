-- The validated CHECK proves it: no scan.
ALTER TABLE products ALTER COLUMN weight_grams SET NOT NULL;
