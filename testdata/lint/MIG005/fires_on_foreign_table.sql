CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE lines (line text, number int) SERVER files OPTIONS (filename '/dev/null');
-- migration:
-- expect: MIG005
ALTER FOREIGN TABLE lines DROP COLUMN number;
