CREATE TABLE users (id bigint, fax text);
-- migration:
-- migration-lint: ignore=MIG005 reason="no deployed code reads or writes fax since release 42"
-- expect: MIG005 ignored
ALTER TABLE users DROP COLUMN fax;
