-- options: runner=flyway
CREATE TABLE orders (id bigint);
-- migration:
SET lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN note text;
RESET lock_timeout;
-- expect: MIG022 warning
-- message: the file resets lock_timeout
ALTER TABLE orders ADD COLUMN remark text;
