CREATE TABLE orders (id bigint);
-- migration:
SET LOCAL lock_timeout = '0s';
-- expect: MIG022 warning
ALTER TABLE orders ADD COLUMN note text;
