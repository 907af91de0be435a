CREATE TABLE users (id bigint);
-- migration:
ALTER TABLE users DROP COLUMN IF EXISTS fax;
-- expect: none
