CREATE TABLE users (id bigint, fax text);
-- migration:
-- expect: MIG000, MIG005
-- message: a directive inside a statement applies to nothing
ALTER TABLE users
  -- lockstep: ignore=MIG005 reason="unused"
  DROP COLUMN fax;
