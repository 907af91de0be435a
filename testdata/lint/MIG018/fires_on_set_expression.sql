-- options: pg-version=17
CREATE TABLE orders (id bigint, a int, b int GENERATED ALWAYS AS (a + 1) STORED);
-- migration:
-- expect: MIG018
-- message: SET EXPRESSION rewrites public.orders
-- help: add a plain column, keep it by a trigger
ALTER TABLE orders ALTER COLUMN b SET EXPRESSION AS (a + 2);
