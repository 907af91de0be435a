CREATE TEMPORARY TABLE wanted AS SELECT 1 AS id;
CREATE INDEX ON wanted (id);
-- expect: none
