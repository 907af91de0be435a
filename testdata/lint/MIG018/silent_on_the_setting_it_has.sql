CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
ALTER TABLE orders SET LOGGED;
ALTER TABLE orders SET ACCESS METHOD heap;
ALTER TABLE orders SET TABLESPACE pg_default;
