CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE MATERIALIZED VIEW totals AS SELECT total FROM orders;
-- migration:
ALTER TABLE orders ADD COLUMN tax int;
-- expect: MIG024
CREATE INDEX totals_idx ON totals (total);
