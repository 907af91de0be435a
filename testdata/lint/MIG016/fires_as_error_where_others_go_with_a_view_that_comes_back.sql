CREATE TABLE orders (id bigint, total int);
CREATE VIEW totals AS SELECT id FROM orders;
CREATE VIEW report AS SELECT id FROM totals;
-- migration:
-- expect: MIG016
-- message: view public.report goes with it
DROP VIEW totals CASCADE;
CREATE VIEW totals AS SELECT id, total FROM orders;
