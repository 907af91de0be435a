CREATE SCHEMA archive;
-- migration:
CREATE TABLE orders (id bigint);
ALTER TABLE orders SET SCHEMA archive;
CREATE INDEX ON archive.orders (id);
-- expect: none
