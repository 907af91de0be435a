ALTER TABLE products DROP CONSTRAINT products_weight_present;
