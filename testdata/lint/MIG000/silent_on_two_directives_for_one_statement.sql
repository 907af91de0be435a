CREATE TABLE users (id bigint, fax text, price int);
-- migration:
-- lockstep: ignore=MIG005 reason="unused"
-- migration-lint: ignore=MIG004 reason="ten rows"
-- expect: MIG004 ignored, MIG005 ignored
ALTER TABLE users DROP COLUMN fax, ADD CHECK (price > 0);
