CREATE TABLE orders (id bigint);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
RESET lock_timeout;
-- expect: MIG022 warning
-- message: the file resets lock_timeout to the server's default, which is none unless somebody has set one
ALTER TABLE orders ADD COLUMN remark text;
