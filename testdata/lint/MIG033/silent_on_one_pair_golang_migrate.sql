-- options: runner=golang-migrate
-- expect: none
BEGIN;
SELECT 1;
COMMIT;
