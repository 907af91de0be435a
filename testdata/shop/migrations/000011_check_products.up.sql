ALTER TABLE products
  ADD CONSTRAINT products_price_not_negative CHECK (price >= 0) NOT VALID,
  ADD CONSTRAINT products_weight_present CHECK (weight_grams IS NOT NULL) NOT VALID;
