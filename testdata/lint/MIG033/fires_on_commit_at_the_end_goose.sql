-- options: runner=goose
SELECT 1;
-- expect: MIG033
-- message: this ends the transaction that goose runs the file in
COMMIT;
