-- options: runner=golang-migrate
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
SET statement_timeout = '5s';
-- expect: MIG008
-- message: LOCK TABLE holds ACCESS EXCLUSIVE on public.accounts until the transaction ends: reads and writes wait; there is neither NOWAIT nor a lock_timeout, and whoever comes after the waiting lock waits as well
-- effect: ACCESS EXCLUSIVE on public.accounts (blocks reads and writes)
LOCK TABLE accounts;
-- expect: MIG008
LOCK accounts IN ACCESS EXCLUSIVE MODE;
