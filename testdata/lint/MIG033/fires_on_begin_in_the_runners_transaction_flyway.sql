-- options: runner=flyway
-- expect: MIG033
BEGIN;
SELECT 1;
COMMIT;
