CREATE TABLE users (id bigint, fax text, price int);
-- migration:
-- lockstep: ignore=MIG005, MIG004 reason="unused"

-- Both go at once, so that the table is locked once.
/* another comment */

-- expect: MIG004 ignored, MIG005 ignored
ALTER TABLE users DROP COLUMN fax, ADD CHECK (price > 0);
