SELECT 1;
-- lockstep: ignore=MIG005 reason="the table is tiny"
-- expect: MIG000
-- message: no statement follows this directive
-- help: put it on the line above the statement, or remove it
