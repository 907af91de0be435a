CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: none
DO $$ BEGIN
  ALTER TABLE orders ADD COLUMN paid boolean;
  COMMIT;
  UPDATE orders SET total = 0 WHERE id < 1000;
END $$;
