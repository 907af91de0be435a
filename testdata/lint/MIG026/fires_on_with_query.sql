CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE TABLE archive (id bigint, total int);
-- migration:
-- expect: MIG026 warning
-- message: DELETE of public.orders has no WHERE
WITH gone AS (DELETE FROM orders RETURNING *) INSERT INTO archive SELECT * FROM gone;
