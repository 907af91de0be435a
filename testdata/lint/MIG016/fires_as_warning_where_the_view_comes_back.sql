CREATE TABLE orders (id bigint, total int);
CREATE VIEW totals AS SELECT id FROM orders;
-- migration:
-- expect: MIG016 warning
-- message: view public.totals is dropped and made anew in one transaction: its grants are lost
-- help: CREATE OR REPLACE VIEW keeps both
DROP VIEW totals;
CREATE VIEW totals AS SELECT id, total FROM orders;
