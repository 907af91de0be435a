CREATE TABLE orders (id bigint, total int);
CREATE INDEX orders_total ON orders (total);
CREATE INDEX orders_id ON orders (id);
-- migration:
-- expect: MIG013 warning
-- message: DROP INDEX of public.orders_total, public.orders_id takes
DROP INDEX orders_total, orders_id;
