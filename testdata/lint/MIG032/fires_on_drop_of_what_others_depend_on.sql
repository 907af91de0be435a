CREATE TABLE orders (id bigint CONSTRAINT orders_pkey PRIMARY KEY);
CREATE VIEW v AS SELECT id FROM orders;
-- migration:
-- expect: MIG032
-- message: cannot drop index public.orders_pkey because constraint orders_pkey on table public.orders requires it (2BP01)
-- help: an index of a constraint goes with ALTER TABLE … DROP CONSTRAINT
DROP INDEX orders_pkey;
-- expect: MIG032
-- message: cannot drop table public.orders because other objects depend on it (view public.v) (2BP01)
DROP TABLE orders;
