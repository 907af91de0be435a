CREATE SCHEMA shop;
-- migration:
-- expect: none
REINDEX SCHEMA CONCURRENTLY shop;
