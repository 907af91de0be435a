-- options: runner=psql
CREATE TABLE orders (id bigint);
-- migration:
-- lockstep: ignore=MIG022
-- expect: MIG000, MIG022 warning
ALTER TABLE orders ADD COLUMN note text;
