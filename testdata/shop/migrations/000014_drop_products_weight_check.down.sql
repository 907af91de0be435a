-- Reads the table under ACCESS EXCLUSIVE.
ALTER TABLE products ADD CONSTRAINT products_weight_present CHECK (weight_grams IS NOT NULL);
