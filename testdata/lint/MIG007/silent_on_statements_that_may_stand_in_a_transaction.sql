-- options: disable=MIG018
CREATE TABLE orders (id bigint);
CREATE INDEX orders_id_idx ON orders (id);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
ANALYZE orders;
-- expect: MIG014
REINDEX TABLE orders;
-- expect: MIG014
REINDEX INDEX orders_id_idx;
CLUSTER orders USING orders_id_idx;
ALTER DATABASE shop SET work_mem = '64MB';
CREATE SUBSCRIPTION copy CONNECTION 'host=primary' PUBLICATION everything WITH (connect = false);
DISCARD TEMP;
