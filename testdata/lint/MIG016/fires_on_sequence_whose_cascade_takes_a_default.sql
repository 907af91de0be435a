CREATE SEQUENCE numbers;
CREATE TABLE orders (id bigint, number bigint DEFAULT nextval('numbers'));
-- migration:
-- expect: MIG016
-- message: dropping sequence public.numbers takes along what uses it; the default of column number of table public.orders goes with it
DROP SEQUENCE numbers CASCADE;
