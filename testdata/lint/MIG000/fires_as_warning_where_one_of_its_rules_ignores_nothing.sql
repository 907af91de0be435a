CREATE TABLE users (id bigint, fax text);
-- migration:
-- lockstep: ignore=MIG005,MIG002 reason="unused"
-- expect: MIG000 warning, MIG005 ignored
-- message: this directive ignores MIG002, which
ALTER TABLE users DROP COLUMN fax;
