CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: none
ALTER TABLE orders ADD COLUMN tax int;
ANALYZE orders;
