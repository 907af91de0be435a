-- options: runner=lockstep
CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- expect: MIG008 warning
LOCK TABLE accounts;
