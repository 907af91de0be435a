ALTER TABLE products
  DROP CONSTRAINT products_weight_present,
  DROP CONSTRAINT products_price_not_negative;
