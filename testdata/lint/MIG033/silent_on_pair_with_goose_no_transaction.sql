-- options: runner=goose
-- +goose NO TRANSACTION
-- expect: none
BEGIN;
SELECT 1;
COMMIT;
