-- options: disable=MIG026
CREATE TABLE accounts (id bigint, balance numeric);
CREATE INDEX ON accounts (id);
-- migration:
-- expect: MIG008
-- message: writes wait; heavy work follows while it is held
LOCK TABLE accounts IN SHARE MODE NOWAIT;
UPDATE accounts SET balance = 0;
