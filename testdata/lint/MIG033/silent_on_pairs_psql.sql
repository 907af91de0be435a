-- options: runner=psql
-- expect: none
SELECT 0;
BEGIN;
SELECT 1;
COMMIT;
BEGIN;
SELECT 2;
ROLLBACK;
