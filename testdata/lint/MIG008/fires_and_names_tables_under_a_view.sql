CREATE TABLE accounts (id bigint, balance numeric);
CREATE VIEW rich AS SELECT id FROM accounts WHERE balance > 1000000;
-- migration:
-- expect: MIG008 warning
-- message: holds SHARE on public.rich (and on public.accounts, locked along with it) until
LOCK TABLE rich IN SHARE MODE;
