CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
CREATE TABLE c (id bigint);
-- migration:
ALTER TABLE a ADD COLUMN note text;
-- expect: MIG025 warning
ALTER TABLE b ADD COLUMN note text;
ALTER TABLE c ADD COLUMN note text;
