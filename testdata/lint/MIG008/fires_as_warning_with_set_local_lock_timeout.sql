-- options: runner=goose
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
SET LOCAL lock_timeout TO 2000;
-- expect: MIG008 warning
LOCK TABLE accounts;
