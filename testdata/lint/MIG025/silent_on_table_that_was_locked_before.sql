CREATE TABLE a (id bigint);
-- migration:
-- expect: MIG008 warning
LOCK TABLE a IN SHARE MODE;
ALTER TABLE a ADD COLUMN note text;
