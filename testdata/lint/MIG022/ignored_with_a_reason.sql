-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG022 reason="the deploy role has lock_timeout = 5s"
-- expect: MIG022 ignored
ALTER TABLE orders ADD COLUMN note text;
