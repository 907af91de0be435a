CREATE TABLE a (id bigint);
-- migration:
-- expect: none
CREATE TABLE b (id bigint);
ALTER TABLE a ADD COLUMN note text;
ALTER TABLE b ADD COLUMN note text;
