CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: MIG018
VACUUM FULL a, b;
