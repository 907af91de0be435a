CREATE TABLE users (id bigint, fax text, "Pager" text);
-- migration:
-- expect: MIG005, MIG005
-- message: dropping column fax of
-- message: dropping column "Pager" of
-- at: DROP fax
-- at: DROP COLUMN "Pager" CASCADE
ALTER TABLE users DROP fax, DROP COLUMN "Pager" CASCADE;
