-- options: disable=MIG016 disable=MIG018
CREATE TABLE orders (id bigint);
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE INDEX events_at_idx ON events (at);
-- migration:
ALTER TABLE orders ADD COLUMN note text;
-- expect: MIG007
-- message: VACUUM cannot
VACUUM orders;
-- expect: MIG007
-- message: VACUUM cannot
VACUUM (FULL, ANALYZE) orders;
-- expect: MIG007
-- message: CREATE DATABASE cannot
CREATE DATABASE reports;
-- expect: MIG007
-- message: DROP DATABASE cannot
DROP DATABASE reports;
-- expect: MIG007
-- message: ALTER SYSTEM cannot
ALTER SYSTEM SET work_mem = '64MB';
-- expect: MIG007
-- message: CREATE TABLESPACE cannot
CREATE TABLESPACE fast LOCATION '/ssd';
-- expect: MIG007
-- message: DROP TABLESPACE cannot
DROP TABLESPACE fast;
-- expect: MIG007
-- message: ALTER DATABASE … SET TABLESPACE cannot
ALTER DATABASE shop SET TABLESPACE pg_default;
-- expect: MIG007, MIG014
-- message: REINDEX of a schema, a database or a partitioned table cannot
REINDEX SCHEMA public;
-- expect: MIG007
-- message: REINDEX of a schema, a database or a partitioned table cannot
REINDEX TABLE events;
-- expect: MIG007
-- message: REINDEX of a schema, a database or a partitioned table cannot
REINDEX INDEX events_at_idx;
-- expect: MIG007
-- message: CLUSTER of all tables or of a partitioned one cannot
CLUSTER;
-- expect: MIG007
-- message: CLUSTER of all tables or of a partitioned one cannot
CLUSTER events USING events_at_idx;
-- expect: MIG007
-- message: DISCARD ALL cannot
DISCARD ALL;
-- expect: MIG007
-- message: CREATE SUBSCRIPTION cannot
CREATE SUBSCRIPTION copy CONNECTION 'host=primary' PUBLICATION everything;
-- expect: MIG007
-- message: ALTER SUBSCRIPTION cannot
ALTER SUBSCRIPTION copy REFRESH PUBLICATION;
