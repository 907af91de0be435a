-- options: runner=psql
CREATE TABLE orders (id bigint, note text);
-- migration:
-- expect: MIG022 warning
ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text;
