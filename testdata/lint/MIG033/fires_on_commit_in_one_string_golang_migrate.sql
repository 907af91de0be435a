-- options: runner=golang-migrate
SELECT 1;
-- expect: MIG033
COMMIT;
SELECT 2;
