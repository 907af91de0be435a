-- options: no-history
-- expect: MIG013 warning
-- message: takes ACCESS EXCLUSIVE on its table
DROP INDEX orders_total;
