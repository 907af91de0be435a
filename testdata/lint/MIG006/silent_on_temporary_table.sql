CREATE TEMPORARY TABLE wanted (id bigint);
ALTER TABLE wanted RENAME COLUMN id TO wanted_id;
-- expect: none
