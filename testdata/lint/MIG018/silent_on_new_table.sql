CREATE TABLE users (id bigint);
-- migration:
-- expect: none
CREATE TABLE orders (id bigint);
ALTER TABLE orders SET UNLOGGED;
CREATE INDEX orders_id ON orders (id);
ALTER INDEX orders_id SET TABLESPACE fast;
