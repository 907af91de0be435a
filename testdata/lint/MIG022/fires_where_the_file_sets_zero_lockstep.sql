CREATE TABLE orders (id bigint);
-- migration:
SET lock_timeout = 0;
-- expect: MIG022 warning
-- message: the file sets lock_timeout to 0, which is none
ALTER TABLE orders ADD COLUMN note text;
