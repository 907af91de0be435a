-- options: runner=psql
CREATE TABLE orders (id bigint);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
CREATE MATERIALIZED VIEW sums AS SELECT sum(id) AS total FROM orders;
-- migration:
-- expect: none
ALTER TABLE orders VALIDATE CONSTRAINT positive;
INSERT INTO orders VALUES (1);
CREATE INDEX sums_total_idx ON sums (total);
