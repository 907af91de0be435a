CREATE TABLE orders (id bigint PRIMARY KEY);
-- migration:
-- expect: MIG018
-- message: VACUUM FULL rewrites public.orders under ACCESS EXCLUSIVE: reads and writes wait until the whole copy is done
-- help: plain VACUUM lets new rows use the space again
-- effect: ACCESS EXCLUSIVE on public.orders (blocks reads and writes); table rewrite; table scan; index build
VACUUM FULL orders;
