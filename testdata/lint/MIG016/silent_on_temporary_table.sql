CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE orders (id bigint);
DROP TABLE orders;
