CREATE TABLE users (id bigint);
-- migration:
ALTER TABLE users ADD COLUMN fax text;
-- migration:
-- expect: MIG005
ALTER TABLE users DROP COLUMN fax;
