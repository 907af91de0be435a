CREATE TABLE users (id bigint, fax text);
-- migration:
-- migration-lint: ignore=MIG005
-- expect: MIG000, MIG005
ALTER TABLE users DROP COLUMN fax;
