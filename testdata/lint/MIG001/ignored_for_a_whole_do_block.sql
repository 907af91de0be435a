CREATE TABLE orders (id bigint, total int);
-- migration:
-- lockstep: ignore=MIG001 reason="runs in the maintenance window"
-- expect: MIG001 ignored
DO $$ BEGIN CREATE INDEX ON orders (total); END $$;
