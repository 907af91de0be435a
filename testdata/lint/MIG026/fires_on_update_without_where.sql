CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- migration:
-- expect: MIG026 warning
-- message: UPDATE of public.orders has no WHERE: every row may be written anew in one transaction, whose row locks others wait for until it ends
-- help: do it in batches by ranges of the key
UPDATE orders SET total = 0;
