-- expect: MIG000
-- message: MIG000 cannot be ignored: it is about the directives themselves
-- lockstep: ignore=MIG000 reason="quiet"
SELECT 1;
