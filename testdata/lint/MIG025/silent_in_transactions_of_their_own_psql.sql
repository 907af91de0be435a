-- options: runner=psql disable=MIG022
CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: none
ALTER TABLE a ADD COLUMN note text;
ALTER TABLE b ADD COLUMN note text;
