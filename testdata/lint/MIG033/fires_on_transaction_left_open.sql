-- options: runner=psql
-- expect: MIG033
-- message: nothing in the file ends the transaction that this BEGIN opens
-- help: put COMMIT at its end
BEGIN;
SELECT 1;
