CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id bigint CONSTRAINT fk REFERENCES a);
-- migration:
-- expect: none
ALTER TABLE b DROP CONSTRAINT fk;
ALTER TABLE a ADD COLUMN note text;
