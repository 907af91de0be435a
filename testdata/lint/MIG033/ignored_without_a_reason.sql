-- options: runner=psql
-- lockstep: ignore=MIG033
-- expect: MIG000, MIG033
BEGIN;
SELECT 1;
