-- options: no-history
-- expect: MIG030 warning
REFRESH MATERIALIZED VIEW totals;
