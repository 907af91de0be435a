CREATE TABLE users (id bigint);
-- migration:
-- expect: MIG016
DROP TABLE legacy_orders;
