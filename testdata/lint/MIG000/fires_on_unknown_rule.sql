-- expect: MIG000
-- message: there is no rule "MIG999"
-- help: `lockstep rules` lists the rules
-- lockstep: ignore=MIG999 reason="the table is tiny"
SELECT 1;
