-- options: runner=psql
-- expect: none
SELECT 1;
COMMIT;
