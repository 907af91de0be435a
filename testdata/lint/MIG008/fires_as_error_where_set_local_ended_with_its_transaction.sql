-- options: runner=psql
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
BEGIN;
SET LOCAL lock_timeout = '2s';
-- expect: MIG008 warning
LOCK TABLE accounts;
COMMIT;
BEGIN;
-- expect: MIG008
LOCK TABLE accounts;
COMMIT;
