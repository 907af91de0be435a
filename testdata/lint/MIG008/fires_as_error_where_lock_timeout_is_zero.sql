CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
SET lock_timeout = 0;
-- expect: MIG008
-- message: there is neither NOWAIT nor a lock_timeout
LOCK TABLE accounts;
