-- options: no-history
-- expect: MIG008 warning
-- message: holds SHARE on public.accounts until
LOCK TABLE accounts IN SHARE MODE;
