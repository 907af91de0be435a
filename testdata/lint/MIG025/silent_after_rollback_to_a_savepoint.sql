CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: none
SAVEPOINT s;
ALTER TABLE a ADD COLUMN note text;
ROLLBACK TO s;
ALTER TABLE b ADD COLUMN note text;
