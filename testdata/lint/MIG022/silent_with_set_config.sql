-- options: runner=sqlx
CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
SELECT set_config('lock_timeout', '2s', false);
ALTER TABLE orders ADD COLUMN note text;
