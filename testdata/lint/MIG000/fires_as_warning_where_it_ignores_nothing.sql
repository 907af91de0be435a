-- expect: MIG000 warning
-- message: this directive ignores MIG005, which the next statement does not trigger
-- help: remove it, or move it to the line above the statement it is for
-- lockstep: ignore=MIG005 reason="unused"
SELECT 1;
