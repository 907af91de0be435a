-- options: runner=goose
SELECT 1;
-- expect: MIG033
-- message: this undoes what goose is about to call applied
-- help: remove it, and what it undoes
ROLLBACK;
