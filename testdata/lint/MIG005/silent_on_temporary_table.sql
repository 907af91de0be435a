CREATE TEMPORARY TABLE wanted (id bigint, fax text);
ALTER TABLE wanted DROP COLUMN fax;
-- expect: none
