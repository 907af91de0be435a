CREATE SCHEMA shop;
-- migration:
-- expect: MIG014
-- message: REINDEX SCHEMA locks one table after another
-- help: use REINDEX SCHEMA CONCURRENTLY
REINDEX SCHEMA shop;
