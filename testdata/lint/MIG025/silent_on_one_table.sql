CREATE TABLE a (id bigint);
-- migration:
-- expect: none
ALTER TABLE a ADD COLUMN note text;
ALTER TABLE a ADD COLUMN remark text;
