-- options: no-history
-- expect: MIG014
-- message: REINDEX holds SHARE on its table
REINDEX INDEX orders_total;
