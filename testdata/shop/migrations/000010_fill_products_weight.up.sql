-- One range is all there is; a large table is filled range by range, outside the migrations.
UPDATE products SET weight_grams = 500 WHERE id BETWEEN 1 AND 10000 AND weight_grams IS NULL;
