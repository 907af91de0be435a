CREATE TABLE users (id bigint, fax text);
ALTER TABLE users DROP COLUMN fax;
-- expect: none
