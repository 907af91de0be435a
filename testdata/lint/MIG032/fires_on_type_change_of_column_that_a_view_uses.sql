CREATE TABLE orders (id bigint, total int);
CREATE VIEW v AS SELECT total FROM orders;
-- migration:
-- expect: MIG032
-- message: cannot alter type of a column used by a view or rule (view public.v) (0A000)
-- help: a view or trigger that is in the way is dropped before and made again after
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
