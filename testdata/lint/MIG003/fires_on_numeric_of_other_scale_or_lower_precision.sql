CREATE TABLE prices (a numeric(10,2), b numeric(10,2), c numeric);
-- migration:
-- expect: MIG003
ALTER TABLE prices ALTER COLUMN a TYPE numeric(12,4);
-- expect: MIG003
ALTER TABLE prices ALTER COLUMN b TYPE numeric(8,2);
-- expect: MIG003
ALTER TABLE prices ALTER COLUMN c TYPE numeric(10,2);
