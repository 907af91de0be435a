BEGIN;
SELECT 1;
-- expect: MIG033
-- message: this undoes what lockstep is about to call applied
ROLLBACK;
