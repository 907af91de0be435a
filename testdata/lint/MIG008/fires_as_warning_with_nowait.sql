-- options: runner=goose
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- expect: MIG008 warning
-- message: holds ACCESS EXCLUSIVE on public.accounts until the transaction ends: reads and writes wait
LOCK TABLE accounts NOWAIT;
