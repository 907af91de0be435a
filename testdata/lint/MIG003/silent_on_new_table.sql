CREATE TABLE orders (quantity int);
ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;
-- expect: none
