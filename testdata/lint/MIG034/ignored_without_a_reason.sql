-- lockstep: ignore=MIG034
-- expect: MIG000, MIG034 info
CALL fill_orders(100);
