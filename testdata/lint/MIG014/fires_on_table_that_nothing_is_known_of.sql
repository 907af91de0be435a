-- options: no-history
-- expect: MIG014
REINDEX TABLE orders;
