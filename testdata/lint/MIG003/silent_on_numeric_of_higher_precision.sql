CREATE TABLE prices (a numeric(10,2), b numeric(10,2));
-- migration:
ALTER TABLE prices ALTER COLUMN a TYPE numeric(12,2), ALTER COLUMN b TYPE numeric;
-- expect: none
