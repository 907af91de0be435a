-- options: disable=MIG003
CREATE TABLE t (a text);
CREATE CAST (text AS int) WITH INOUT AS ASSIGNMENT;
-- migration:
-- expect: none
ALTER TABLE t ALTER COLUMN a TYPE int;
