CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE b.t (id bigint);
-- migration:
CREATE TABLE a.t (id bigint);
CREATE INDEX ON a.t (id);
-- expect: MIG001
-- message: SHARE lock on b.t:
CREATE INDEX ON b.t (id);
SET search_path = a, b;
CREATE INDEX ON t (id);
SET search_path = b, a;
-- expect: MIG001
CREATE INDEX ON t (id);
