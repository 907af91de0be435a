CREATE TABLE a (id bigint);
CREATE TABLE b (id bigint);
-- migration:
-- expect: MIG008 warning
LOCK TABLE a, b IN SHARE MODE;
