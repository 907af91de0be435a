-- options: runner=psql disable=MIG022
CREATE TABLE customers (id bigint);
-- migration:
-- expect: MIG015
ALTER TABLE customers RENAME TO clients;
CREATE VIEW customers AS SELECT id FROM clients;
