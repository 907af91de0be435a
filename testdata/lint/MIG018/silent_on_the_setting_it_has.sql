CREATE TABLE orders (id bigint);
CREATE INDEX orders_id ON orders (id);
-- migration:
-- expect: none
ALTER TABLE orders SET LOGGED;
ALTER TABLE orders SET ACCESS METHOD heap;
ALTER TABLE orders SET TABLESPACE pg_default;
ALTER INDEX orders_id SET TABLESPACE pg_default;
