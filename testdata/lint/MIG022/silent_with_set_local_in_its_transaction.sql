-- options: runner=goose
CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
SET LOCAL lock_timeout = 2000;
ALTER TABLE orders ADD COLUMN note text;
