-- options: no-history
-- expect: MIG015
ALTER TABLE customers RENAME TO clients;
