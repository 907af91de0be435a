CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE lines (line text) SERVER files OPTIONS (filename '/dev/null');
-- migration:
-- expect: MIG006
ALTER FOREIGN TABLE lines RENAME COLUMN line TO text;
