-- options: runner=sqlx
-- expect: MIG033
BEGIN;
SELECT 1;
COMMIT;
