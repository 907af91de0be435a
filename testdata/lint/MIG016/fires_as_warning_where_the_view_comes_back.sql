CREATE TABLE orders (id bigint, total int);
CREATE VIEW totals AS SELECT id FROM orders;
-- migration:
-- expect: MIG016 warning
-- help: it comes back in the same transaction
DROP VIEW totals;
CREATE VIEW totals AS SELECT id, total FROM orders;
