-- options: no-history
-- expect: none
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE orders DROP CONSTRAINT k;
