-- options: runner=golang-migrate
-- expect: MIG033
BEGIN;
SELECT 1;
