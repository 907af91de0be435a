-- expect: MIG014
-- help: system catalogs refuse CONCURRENTLY
REINDEX SYSTEM shop;
