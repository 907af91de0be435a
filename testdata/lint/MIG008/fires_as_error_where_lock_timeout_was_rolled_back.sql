-- options: runner=psql
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
BEGIN;
SET lock_timeout = '2s';
ROLLBACK;
BEGIN;
-- expect: MIG008
LOCK TABLE accounts;
COMMIT;
