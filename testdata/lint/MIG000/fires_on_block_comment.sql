CREATE TABLE users (id bigint, fax text);
-- migration:
/* lockstep: ignore=MIG005 reason="unused" */
-- expect: MIG000, MIG005
-- message: a directive in a block comment
ALTER TABLE users DROP COLUMN fax;
