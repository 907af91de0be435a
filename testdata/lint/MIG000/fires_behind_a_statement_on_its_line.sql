CREATE TABLE users (id bigint, fax text, pager text);
-- migration:
-- expect: MIG005
ALTER TABLE users DROP COLUMN fax; -- lockstep: ignore=MIG005 reason="unused"
-- expect: MIG000, MIG005
-- message: a directive has to stand on a line of its own
-- help: put it on the line above the statement
ALTER TABLE users DROP COLUMN pager;
