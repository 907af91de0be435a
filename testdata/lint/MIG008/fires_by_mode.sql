CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- expect: MIG008 warning
-- message: LOCK TABLE holds EXCLUSIVE on public.accounts until the transaction ends: writes wait
-- help: take the weakest mode that will do, in a short transaction with SET LOCAL lock_timeout, and nothing heavy after it
-- effect: EXCLUSIVE on public.accounts (blocks writes)
LOCK TABLE accounts IN EXCLUSIVE MODE;
-- expect: MIG008 warning
-- message: holds SHARE ROW EXCLUSIVE on public.accounts until the transaction ends: writes wait
LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE;
-- expect: MIG008 warning
-- message: holds SHARE on public.accounts until the transaction ends: writes wait
LOCK TABLE accounts IN SHARE MODE;
-- expect: MIG008 warning
-- message: holds SHARE UPDATE EXCLUSIVE on public.accounts until the transaction ends: schema changes and VACUUM wait
LOCK TABLE accounts IN SHARE UPDATE EXCLUSIVE MODE;
-- expect: MIG008 warning
-- message: holds ROW EXCLUSIVE on public.accounts until the transaction ends: schema changes wait
LOCK TABLE accounts IN ROW EXCLUSIVE MODE;
