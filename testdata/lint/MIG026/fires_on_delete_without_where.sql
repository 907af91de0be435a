CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: MIG026 warning
-- message: DELETE of public.orders has no WHERE: every row may be deleted in one transaction
DELETE FROM orders;
