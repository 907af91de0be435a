SELECT 1;
-- expect: MIG033
-- message: this ends the transaction that lockstep runs the file in
-- help: remove it, or divide the file
COMMIT;
SELECT 2;
