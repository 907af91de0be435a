-- options: disable=MIG016
CREATE TABLE cache (id bigint);
-- migration:
DROP TABLE cache;
CREATE TABLE cache (id bigint);
CREATE INDEX ON cache (id);
-- expect: none
