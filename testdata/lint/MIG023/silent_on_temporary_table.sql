-- options: runner=psql disable=MIG007
CREATE TABLE orders (id bigint);
-- migration:
-- expect: none
CREATE TEMPORARY TABLE t (id bigint);
CREATE INDEX CONCURRENTLY IF NOT EXISTS t_id_idx ON t (id);
