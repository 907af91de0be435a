-- options: runner=psql
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
SET LOCAL lock_timeout = '2s';
BEGIN;
-- expect: MIG008
LOCK TABLE accounts;
COMMIT;
