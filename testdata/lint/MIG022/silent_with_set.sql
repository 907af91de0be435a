-- options: runner=golang-migrate
CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN note text;
