-- options: runner=goose
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
SET lock_timeout = '2s';
-- expect: MIG008 warning
LOCK TABLE accounts;
