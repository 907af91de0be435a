-- options: runner=dbmate
CREATE TABLE orders (id bigint);
-- migration:
-- expect: MIG022 warning
ALTER TABLE orders ADD COLUMN note text;
SET lock_timeout = '2s';
