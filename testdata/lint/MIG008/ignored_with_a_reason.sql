CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- lockstep: ignore=MIG008 reason="no insert may come between max and setval"
-- expect: MIG008 ignored
LOCK TABLE accounts IN SHARE ROW EXCLUSIVE MODE NOWAIT;
