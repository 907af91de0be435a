-- options: runner=goose
-- expect: MIG033
-- message: (goose or the file has begun it)
BEGIN;
SELECT 1;
COMMIT;
