CREATE TABLE countries (code text);
INSERT INTO countries VALUES ('de'), ('fr');
CREATE UNIQUE INDEX ON countries (code);
-- expect: none
