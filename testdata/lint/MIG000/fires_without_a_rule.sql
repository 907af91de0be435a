-- expect: MIG000, MIG000
-- message: an ignore directive names no rule
-- lockstep: ignore= reason="the table is tiny"
-- lockstep: reason="the table is tiny"
SELECT 1;
-- expect: MIG000
-- message: "ignore reason" is no part of a directive
-- lockstep: ignore reason="the table is tiny"
SELECT 2;
