-- options: runner=psql
CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE orders (id bigint);
ALTER TABLE orders ADD COLUMN note text;
