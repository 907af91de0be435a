CREATE EXTENSION file_fdw;
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE lines (line text) SERVER files OPTIONS (filename '/dev/null');
-- migration:
ALTER FOREIGN TABLE lines ADD COLUMN token uuid DEFAULT gen_random_uuid();
-- expect: none
