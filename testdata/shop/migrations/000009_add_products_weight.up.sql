ALTER TABLE products ADD COLUMN weight_grams int;
COMMENT ON COLUMN products.weight_grams IS 'Gewicht in Gramm, ohne Verpackung – für die Portoberechnung';
