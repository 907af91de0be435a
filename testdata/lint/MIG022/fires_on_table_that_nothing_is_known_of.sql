-- options: runner=psql no-history
-- expect: MIG022 warning
ALTER TABLE orders ADD COLUMN note text;
