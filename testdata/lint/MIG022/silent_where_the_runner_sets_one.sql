CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
ALTER TABLE orders ADD COLUMN note text;
