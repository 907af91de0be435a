CREATE TEMPORARY TABLE wanted (quantity int);
ALTER TABLE wanted ALTER COLUMN quantity TYPE bigint;
-- expect: none
