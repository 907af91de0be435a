-- options: disable=MIG009
CREATE DOMAIN label AS text;
CREATE TABLE a (id bigint PRIMARY KEY, t varchar(50) UNIQUE, n numeric UNIQUE, d timestamptz UNIQUE, f float8 UNIQUE, l label UNIQUE);
CREATE TABLE b (id smallint, t text, c char(3), n int, d date, f real, l varchar);
-- migration:
-- expect: none
ALTER TABLE b ADD FOREIGN KEY (id) REFERENCES a NOT VALID;
ALTER TABLE b ADD FOREIGN KEY (t) REFERENCES a (t) NOT VALID;
ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES a (t) NOT VALID;
ALTER TABLE b ADD FOREIGN KEY (n) REFERENCES a (n) NOT VALID;
ALTER TABLE b ADD FOREIGN KEY (d) REFERENCES a (d) NOT VALID;
ALTER TABLE b ADD FOREIGN KEY (f) REFERENCES a (f) NOT VALID;
ALTER TABLE b ADD FOREIGN KEY (l) REFERENCES a (l) NOT VALID;
CREATE TABLE c (parent int REFERENCES c, id bigint PRIMARY KEY, x int, y int, UNIQUE (y, x), FOREIGN KEY (x, y) REFERENCES c (x, y));
