CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- lockstep: ignore=MIG008
-- expect: MIG000, MIG008 warning
LOCK TABLE accounts IN SHARE MODE;
