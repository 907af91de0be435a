-- options: runner=dbmate
-- expect: MIG033
BEGIN;
SELECT 1;
COMMIT;
