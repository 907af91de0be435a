CREATE TABLE orders (id bigint);
CREATE MATERIALIZED VIEW totals AS SELECT id FROM orders;
CREATE INDEX totals_id ON totals (id);
-- migration:
-- expect: MIG014
REINDEX TABLE totals;
