-- options: runner=goose
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
SELECT set_config('lock_timeout', '2s', true);
-- expect: MIG008 warning
LOCK TABLE accounts;
