ALTER TABLE products
  VALIDATE CONSTRAINT products_price_not_negative,
  VALIDATE CONSTRAINT products_weight_present;
