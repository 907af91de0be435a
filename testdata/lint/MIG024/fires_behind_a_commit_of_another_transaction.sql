CREATE TABLE orders (id bigint, total int);
-- migration:
-- expect: MIG024
-- message: taken in line 5
DO $$ BEGIN
  COMMIT;
  ALTER TABLE orders ADD COLUMN paid boolean;
  UPDATE orders SET total = 0 WHERE id < 1000;
END $$;
