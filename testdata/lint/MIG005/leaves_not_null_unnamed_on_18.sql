-- options: pg-version=18
CREATE TABLE users (id bigint, fax text CONSTRAINT users_has_fax NOT NULL CONSTRAINT users_fax_check CHECK (fax <> ''));
-- migration:
-- expect: MIG005
-- message: still name it; constraint users_fax_check goes with it
ALTER TABLE users DROP COLUMN fax;
