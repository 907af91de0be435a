CREATE TABLE accounts (id bigint, balance numeric);
-- migration:
-- expect: MIG000
-- message: an ignore directive without a reason
-- help: write: -- lockstep: ignore=MIG001 reason="why it is safe here"
-- lockstep: ignore=MIG005
SELECT 1;
