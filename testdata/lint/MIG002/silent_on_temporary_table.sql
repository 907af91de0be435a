CREATE TEMP TABLE wanted (id bigint);
ALTER TABLE wanted ADD COLUMN number serial;
-- expect: none
