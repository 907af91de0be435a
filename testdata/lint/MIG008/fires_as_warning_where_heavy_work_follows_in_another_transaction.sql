-- options: runner=psql disable=MIG026
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
BEGIN;
-- expect: MIG008 warning
LOCK TABLE accounts IN SHARE MODE;
COMMIT;
UPDATE accounts SET balance = 0;
