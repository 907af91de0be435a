CREATE TABLE orders (id bigint PRIMARY KEY);
-- migration:
-- expect: none
ALTER TABLE orders SET (fillfactor = 80);
ALTER TABLE orders CLUSTER ON orders_pkey;
