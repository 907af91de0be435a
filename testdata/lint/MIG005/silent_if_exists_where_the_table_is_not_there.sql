CREATE TABLE users (id bigint);
-- migration:
ALTER TABLE IF EXISTS people DROP COLUMN fax;
-- expect: none
