CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id bigint);
-- migration:
-- expect: none
ALTER TABLE b ADD CONSTRAINT fk FOREIGN KEY (id) REFERENCES a NOT VALID;
ALTER TABLE a ADD COLUMN note text;
