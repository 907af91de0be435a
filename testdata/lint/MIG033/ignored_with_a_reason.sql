-- options: runner=psql
-- lockstep: ignore=MIG033 reason="whoever runs it commits by hand"
-- expect: MIG033 ignored
BEGIN;
SELECT 1;
