-- options: pg-version=18
CREATE TABLE orders (id bigint, a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL);
-- migration:
-- expect: none
ALTER TABLE orders ALTER COLUMN b SET EXPRESSION AS (a + 2);
