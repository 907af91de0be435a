ALTER TABLE products
  DROP CONSTRAINT products_weight_present,
  DROP CONSTRAINT products_price_not_negative,
  ADD CONSTRAINT products_price_not_negative CHECK (price >= 0) NOT VALID,
  ADD CONSTRAINT products_weight_present CHECK (weight_grams IS NOT NULL) NOT VALID;
