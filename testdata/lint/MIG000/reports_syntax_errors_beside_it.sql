CREATE TABLE users (id bigint, fax text);
-- migration:
-- expect: syntax
-- message: syntax error at or near "TABEL"
ALTER TABEL users DROP COLUMN fax;
-- lockstep: ignore=MIG005 reason="unused"
-- expect: MIG005 ignored
ALTER TABLE users DROP COLUMN fax;
