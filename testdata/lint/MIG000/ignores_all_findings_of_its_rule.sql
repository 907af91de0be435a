CREATE TABLE users (id bigint, fax text, pager text);
-- migration:
-- lockstep: ignore=MIG005 reason="unused"
-- expect: MIG005 ignored, MIG005 ignored
ALTER TABLE users DROP COLUMN fax, DROP COLUMN pager;
