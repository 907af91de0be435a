CREATE TABLE accounts (id bigint, balance numeric);
CREATE TABLE transfers (id bigint);
-- migration:
-- expect: MIG008 warning
-- message: holds SHARE on public.accounts, public.transfers until
-- at: LOCK TABLE accounts, transfers IN SHARE MODE
LOCK TABLE accounts, transfers IN SHARE MODE;
