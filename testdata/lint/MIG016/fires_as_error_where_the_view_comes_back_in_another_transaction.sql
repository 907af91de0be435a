-- options: runner=psql disable=MIG022
CREATE TABLE orders (id bigint, total int);
CREATE VIEW totals AS SELECT id FROM orders;
-- migration:
-- expect: MIG016
DROP VIEW totals;
CREATE VIEW totals AS SELECT id, total FROM orders;
