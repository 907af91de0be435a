-- options: disable=MIG005
CREATE TABLE users (id bigint, fax text);
-- migration:
-- lockstep: ignore=MIG005 reason="unused"
ALTER TABLE users DROP COLUMN fax;
-- expect: none
