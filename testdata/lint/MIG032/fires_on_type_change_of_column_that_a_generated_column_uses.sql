CREATE TABLE orders (id bigint, total int, tax int GENERATED ALWAYS AS (total / 5) STORED);
-- migration:
-- expect: MIG032
-- message: cannot alter type of a column used by a generated column (0A000)
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
