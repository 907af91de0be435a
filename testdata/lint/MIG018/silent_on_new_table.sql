CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TABLE orders (id bigint);
ALTER TABLE orders SET UNLOGGED;
