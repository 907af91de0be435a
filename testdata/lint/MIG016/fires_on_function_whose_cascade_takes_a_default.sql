CREATE FUNCTION number() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TABLE orders (id bigint, number bigint DEFAULT number());
-- migration:
-- expect: MIG016
-- message: dropping function number takes along what uses it; the default of column number of table public.orders goes with it
DROP FUNCTION number() CASCADE;
