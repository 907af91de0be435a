-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
SET LOCAL lock_timeout = '2s';
-- expect: MIG022 warning
-- message: neither the file nor psql sets lock_timeout
ALTER TABLE orders ADD COLUMN note text;
