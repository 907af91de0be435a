CREATE TABLE orders_new (id bigint);
ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX ON orders (id);
-- expect: none
